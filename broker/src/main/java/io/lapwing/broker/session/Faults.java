// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.ReasonCode;

/** What becomes of a connection on which something went wrong: the client's fault, or ours. */
final class Faults {
    private Faults() {}

    /** The client sent what it must not send. */
    static void malformed(Connection from, MalformedPacket malformed) {
        if (from.isBeforeAnswer()) {
            from.handshake.onMalformed(malformed);
            return;
        }
        if (malformed.kind() == MalformedPacket.Kind.TOO_LARGE) {
            from.count(from.counters().invalidSize[Counters.index(from.version())]);
        }
        from.disconnect(malformed.reason(), malformed.getMessage());
    }

    /** Why a connection is refused whose first packet is like this. */
    static Cause causeOf(MalformedPacket malformed) {
        return switch (malformed.kind()) {
            case NOT_MQTT -> Cause.NOT_MQTT;
            case UNSUPPORTED_VERSION -> Cause.UNSUPPORTED_PROTOCOL_VERSION;
            case TOO_LARGE -> Cause.PACKET_TOO_LARGE;
            case PROTOCOL_ERROR -> Cause.PROTOCOL_ERROR;
            case MALFORMED, TOPIC_NAME_INVALID, TOPIC_FILTER_INVALID, TOPIC_ALIAS_INVALID ->
                    Cause.MALFORMED_CONNECT;
        };
    }

    /** What carries the packets, such as WebSocket's frames, breaks its own rules. */
    static void broken(Connection from, String because) {
        if (from.isBeforeAnswer()) {
            from.handshake.refuse(Cause.NOT_MQTT, because);
        } else {
            from.disconnect(ReasonCode.PROTOCOL_ERROR, because);
        }
    }

    /** We failed at a packet: the client is told, as far as its version has a word for it. */
    static void inPacket(Connection from, RuntimeException bug) {
        from.worker().bug("a packet of " + from.name() + ": its connection was dropped", bug);
        if (from.isBeforeAnswer()) {
            from.handshake.onBug();
        } else {
            from.disconnect(ReasonCode.UNSPECIFIED_ERROR, "a fault of ours");
        }
    }

    /** Does what was put off to a later turn. */
    static void guard(Connection on, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            elsewhere(on, bug);
        }
    }

    /** We failed outside a packet: nobody knows what was sent, so nothing more is. */
    static void elsewhere(Connection on, Throwable fault) {
        on.worker().bug("the connection of " + on.name() + ": it was dropped", fault);
        if (on.isBeforeAnswer()) {
            on.handshake.onBug();
        } else {
            on.transport.close();
        }
    }
}
