// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.drops.DropMetrics;
import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.CodeSet;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.ReturnCode;
import org.jspecify.annotations.Nullable;

/**
 * The series that workers write, looked up once. Where a family has one series for MQTT 3 and one
 * for MQTT 5, they stand in an array in that order: VerneMQ counts 3.1 and 3.1.1 as "4".
 */
final class Counters {
    private static final String MQTT3 = SessionMetrics.VERSION_3;
    private static final String MQTT5 = "5";

    final Series socketOpen;
    final Series socketClose;
    final Series socketCloseTimeout;
    final Series socketError;
    final Series bytesReceived;
    final Series bytesSent;
    final Series sessionsBegun;
    final Series sessionsEnded;
    final Series queueIn;
    final Series queueOut;
    final Series queueDrop;
    final Series queueExpired;
    final Series tooLargeToSend;
    final Series queueUnhandled;
    final Series[] dropped = new Series[DropReason.values().length];
    final Series matches;
    final Series sharedWaiting;
    final Series notKept;
    final Series[] publishNotKept;
    final Series activeConnections;
    final Series totalActiveConnections;
    final Series connackLatency;
    final Series bugs;
    final Series[] connectReceived;
    final Series[] publishReceived;
    final Series[] publishSent;
    final Series[] publishAuthError;
    final Series[] subscribeReceived;
    final Series[] subscribeAuthError;
    final Series[] subackSent;
    final Series[] unsubscribeReceived;
    final Series[] unsubackSent;
    final Series[] pingreqReceived;
    final Series[] pingrespSent;
    final Series[] invalidSize;
    final Series[] pubackInvalid;
    final Series[] pubcompInvalid;
    final Series[] keepaliveExpired;
    final Series pubrecInvalid;

    private final @Nullable Series[] connack3 = new @Nullable Series[8];
    private final @Nullable Series[] connack5 = new @Nullable Series[256];
    private final @Nullable Series[] acked3 = new @Nullable Series[Acked.values().length];
    private final @Nullable Series[][] acked5 = new @Nullable Series[Acked.values().length][256];

    Counters(Metrics metrics) {
        socketOpen = metrics.series(SessionMetrics.SOCKET_OPEN);
        socketClose = metrics.series(SessionMetrics.SOCKET_CLOSE);
        socketCloseTimeout = metrics.series(SessionMetrics.SOCKET_CLOSE_TIMEOUT);
        socketError = metrics.series(SessionMetrics.SOCKET_ERROR);
        bytesReceived = metrics.series(SessionMetrics.BYTES_RECEIVED);
        bytesSent = metrics.series(SessionMetrics.BYTES_SENT);
        connectReceived = both(metrics, SessionMetrics.CONNECT_RECEIVED);
        publishReceived = both(metrics, SessionMetrics.PUBLISH_RECEIVED);
        for (ReturnCode code : ReturnCode.values()) {
            connack3[code.code()] =
                    metrics.series(SessionMetrics.CONNACK_SENT_3, MQTT3, code.label());
        }
        OldConnacks.register(metrics);
        for (ReasonCode reason : CodeSet.CONNACK.codes()) {
            connack5[reason.code()] =
                    metrics.series(SessionMetrics.CONNACK_SENT_5, MQTT5, reason.label());
        }
        publishSent = both(metrics, SessionMetrics.PUBLISH_SENT);
        publishAuthError = both(metrics, SessionMetrics.PUBLISH_AUTH_ERROR);
        subscribeReceived = both(metrics, SessionMetrics.SUBSCRIBE_RECEIVED);
        subscribeAuthError = both(metrics, SessionMetrics.SUBSCRIBE_AUTH_ERROR);
        subackSent = both(metrics, SessionMetrics.SUBACK_SENT);
        unsubscribeReceived = both(metrics, SessionMetrics.UNSUBSCRIBE_RECEIVED);
        unsubackSent = both(metrics, SessionMetrics.UNSUBACK_SENT);
        pingreqReceived = both(metrics, SessionMetrics.PINGREQ_RECEIVED);
        pingrespSent = both(metrics, SessionMetrics.PINGRESP_SENT);
        invalidSize = both(metrics, SessionMetrics.INVALID_MSG_SIZE);
        pubackInvalid = both(metrics, SessionMetrics.PUBACK_INVALID);
        pubcompInvalid = both(metrics, SessionMetrics.PUBCOMP_INVALID);
        pubrecInvalid = metrics.series(SessionMetrics.PUBREC_INVALID, MQTT3);
        keepaliveExpired = both(metrics, SessionMetrics.KEEPALIVE_EXPIRED);
        // Counted by VerneMQ for splits of the cluster, which a single node never has.
        both(metrics, SessionMetrics.PUBLISH_ERROR);
        both(metrics, SessionMetrics.SUBSCRIBE_ERROR);
        both(metrics, SessionMetrics.UNSUBSCRIBE_ERROR);
        for (Acked packet : Acked.values()) {
            register(metrics, packet);
        }
        sessionsBegun = metrics.series(SessionMetrics.QUEUE_SETUP);
        sessionsEnded = metrics.series(SessionMetrics.QUEUE_TEARDOWN);
        queueIn = metrics.series(SessionMetrics.QUEUE_MESSAGE_IN);
        queueOut = metrics.series(SessionMetrics.QUEUE_MESSAGE_OUT);
        queueDrop = metrics.series(SessionMetrics.QUEUE_MESSAGE_DROP);
        queueExpired = metrics.series(SessionMetrics.QUEUE_MESSAGE_EXPIRED);
        for (DropReason reason : DropReason.values()) {
            dropped[reason.ordinal()] = metrics.series(DropMetrics.MESSAGES_DROPPED, reason.word());
        }
        tooLargeToSend = metrics.series(SessionMetrics.TOO_LARGE_TO_SEND);
        queueUnhandled = metrics.series(SessionMetrics.QUEUE_MESSAGE_UNHANDLED);
        sharedWaiting = metrics.series(SessionMetrics.SHARED_QUEUE_MESSAGES);
        notKept = metrics.series(SessionMetrics.WRITES_NOT_KEPT);
        publishNotKept = both(metrics, SessionMetrics.PUBLISH_NOT_KEPT);
        matches = metrics.series(SessionMetrics.ROUTER_MATCHES_LOCAL);
        activeConnections = metrics.series(SessionMetrics.ACTIVE_CONNECTIONS);
        totalActiveConnections = metrics.series(SessionMetrics.TOTAL_ACTIVE_CONNECTIONS);
        connackLatency = metrics.series(SessionMetrics.CONNACK_LATENCY);
        bugs = metrics.series(SessionMetrics.WORKER_BUGS);
    }

    private void register(Metrics metrics, Acked packet) {
        if (packet.isInMqtt3()) {
            acked3[packet.ordinal()] = metrics.series(packet.mqtt3, MQTT3);
        }
        for (ReasonCode reason : packet.codes.codes()) {
            acked5[packet.ordinal()][reason.code()] =
                    metrics.series(packet.mqtt5, MQTT5, packet.label(reason));
        }
    }

    /** Where a version's series stands in an array of two. */
    static int index(MqttVersion version) {
        return version.isV5() ? 1 : 0;
    }

    /** The series of a CONNACK; null for a code that VerneMQ does not count either. */
    @Nullable Series connack(boolean v5, int code) {
        return v5 ? connack5[code] : connack3[code];
    }

    /** The series of an acknowledgement or DISCONNECT; null for a code without one. */
    @Nullable Series acked(Acked packet, MqttVersion version, int reasonCode) {
        return version.isV5() ? acked5[packet.ordinal()][reasonCode] : acked3[packet.ordinal()];
    }

    /** The series of an acknowledgement for no message in flight. */
    Series unexpected(int type, MqttVersion version) {
        return switch (type) {
            case PacketType.PUBACK -> pubackInvalid[index(version)];
            case PacketType.PUBREC -> pubrecInvalid;
            default -> pubcompInvalid[index(version)];
        };
    }

    private static Series[] both(Metrics metrics, Family family) {
        return new Series[] {metrics.series(family, MQTT3), metrics.series(family, MQTT5)};
    }
}
