// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptSession;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import org.jspecify.annotations.Nullable;

/**
 * The time a client is away from its session: when its will is due, and when the session ends. On
 * the worker of the session, which drops it when the client is back.
 */
final class Absence extends Timer {
    private static final long NEVER = Long.MAX_VALUE;

    private final Session session;
    private final Worker owner;
    private final MqttVersion version;
    private final long sinceSecond;
    private final long endSecond;
    private final long sinceMillis;
    private @Nullable Publish will;
    private long willSecond = NEVER;

    private Absence(Session session, MqttVersion version, long seconds, long sinceMillis) {
        this.sinceMillis = sinceMillis;
        this.session = session;
        this.owner = session.owner();
        this.version = version;
        this.sinceSecond = owner.second();
        this.endSecond = seconds == Session.NO_EXPIRY ? NEVER : secondAfter(seconds);
    }

    /**
     * Begins. The session ends after so many seconds unless the client is back.
     *
     * @param will to be published after its delay; null for none
     * @param sinceMillis when the client left, on the wall clock
     */
    static Absence of(
            Session session,
            long seconds,
            @Nullable Publish will,
            MqttVersion version,
            long delay,
            long sinceMillis) {
        Absence absence = new Absence(session, version, seconds, sinceMillis);
        absence.will = will;
        absence.willSecond = will == null ? NEVER : absence.secondAfter(delay);
        absence.waitForNext();
        return absence;
    }

    long sinceSecond() {
        return sinceSecond;
    }

    /** The client is back, or the session is over: nothing happens any more. */
    void end() {
        owner.away.cancel(this);
        will = null;
    }

    void publishWill() {
        Publish due = will;
        will = null;
        willSecond = NEVER;
        if (due != null) {
            owner.publishing.publish(due, version, session);
            session.save(); // without it
        }
    }

    /** The session as it is kept. */
    KeptSession state(
            long number, @Nullable String user, long expirySeconds, long sentTo, long nowMillis) {
        long passed = Math.max(0, (nowMillis - sinceMillis) / 1_000);
        long delay = will == null ? 0 : passed + Math.max(0, willSecond - owner.second());
        return new KeptSession(
                number, user, expirySeconds, sinceMillis, sentTo, delay, will, version);
    }

    @Override
    void onTimer() {
        if (!owner.early.isOver()) {
            owner.away.schedule(this, 1); // whoever wants the will may not be there yet
            return;
        }
        long now = owner.second();
        if (now >= endSecond) {
            owner.shared().onlooker.expired(session.clientId());
            session.end();
            return;
        }
        if (now >= willSecond) {
            publishWill();
        }
        waitForNext();
    }

    private void waitForNext() {
        long next = Math.min(willSecond, endSecond);
        if (next != NEVER) {
            owner.away.schedule(this, next - owner.second());
        }
    }

    /** The second that has begun does not count: nothing is due too early. */
    private long secondAfter(long seconds) {
        return owner.second() + seconds + 1;
    }
}
