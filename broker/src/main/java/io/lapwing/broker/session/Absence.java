// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Will;
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
    private @Nullable Will will;
    private long willSecond = NEVER;

    private Absence(Session session, MqttVersion version, long seconds) {
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
     */
    static Absence of(
            Session session, long seconds, @Nullable Will will, MqttVersion version, long delay) {
        Absence absence = new Absence(session, version, seconds);
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
        Will due = will;
        will = null;
        willSecond = NEVER;
        if (due != null) {
            owner.publishing.publishWill(due, version, session);
        }
    }

    @Override
    void onTimer() {
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
