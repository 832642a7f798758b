// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.Subscriber;
import io.lapwing.broker.topics.SubscriptionSet;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Will;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows of a client beyond its connection (5.0 §4.1): subscriptions, messages on
 * their way out, ids of those that came in. One worker owns it for all its life; a client that
 * comes back in by another worker is moved to this one.
 */
final class Session extends Subscriber {
    /** Session expiry of MQTT 5: the session has no end (5.0 §3.1.2.11.2). */
    static final long NO_EXPIRY = 0xFFFF_FFFFL;

    private final String clientId;
    private final Worker owner;
    final SubscriptionSet subscriptions = new SubscriptionSet();
    final Outbound outbound;
    private final PacketIds unreleased = new PacketIds();
    private @Nullable Connection connection;
    private long expirySeconds;
    private @Nullable Will delayedWill;
    private MqttVersion willVersion = MqttVersion.V5;
    private boolean ended;

    Session(String clientId, Worker owner) {
        this.clientId = clientId;
        this.owner = owner;
        this.outbound = new Outbound(this);
    }

    String clientId() {
        return clientId;
    }

    Worker owner() {
        return owner;
    }

    @Override
    public int worker() {
        return owner.index;
    }

    /** The connection that speaks for it now; null while the client is away. */
    @Nullable Connection connection() {
        return connection;
    }

    /** The QoS 2 messages it sent and has not released. */
    PacketIds unreleased() {
        return unreleased;
    }

    /** How long it outlives its connection; 0 ends with it. */
    void expireAfter(long seconds) {
        expirySeconds = seconds;
    }

    boolean outlivesConnection() {
        return expirySeconds > 0;
    }

    /** It has ended: whoever still holds it for a target finds nobody. */
    boolean isOver() {
        return ended;
    }

    /** Publishes the will of a lost connection, after its delay (5.0 §3.1.3.2.2). */
    void publishWill(Will will, MqttVersion version) {
        long delay =
                Math.min(will.properties().longOr(Property.WILL_DELAY_INTERVAL, 0), expirySeconds);
        delayedWill = will;
        willVersion = version;
        if (delay == 0) {
            publishDelayedWill();
        } else {
            owner.later(delay, () -> publishIfStill(will));
        }
    }

    private void publishIfStill(Will will) {
        if (delayedWill == will) {
            publishDelayedWill();
        }
    }

    private void publishDelayedWill() {
        Will will = delayedWill;
        delayedWill = null;
        if (will != null) {
            owner.publishing.publishWill(will, willVersion, this);
        }
    }

    /** The client is here, with a new session or back in its old one. */
    void attach(Connection by, boolean resumed) {
        connection = by;
        delayedWill = null; // it came back in time
        if (!resumed) {
            owner.count(owner.counters().sessionsBegun);
        }
    }

    /** The connection is gone; the session stays for its time, or ends. */
    void detach() {
        connection = null;
        outbound.onDetached();
        if (expirySeconds == 0) {
            end();
        } else if (expirySeconds != NO_EXPIRY) {
            owner.later(expirySeconds, this::endIfStillAway);
        }
    }

    private void endIfStillAway() {
        if (connection == null) {
            end();
        }
    }

    /** Forgets everything; another session may take the client id. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        publishDelayedWill();
        owner.shared().topics.unsubscribeAll(subscriptions);
        owner.shared().claims.release(this);
        owner.count(owner.counters().sessionsEnded);
    }
}
