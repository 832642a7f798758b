// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.UnsubAck;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says beyond its code: a client that takes small packets only gets it without (5.0
 * §3.2.2.3.9 and the like).
 */
final class Explanations {
    private Explanations() {}

    /**
     * The reason in words, for a client that wants them (5.0 §3.1.2.11.7). Only about its own
     * packet: users, rules and back ends are nothing to tell to whoever connects.
     */
    static Properties of(Refusal refusal, @Nullable Connect asked) {
        boolean aboutThePacket = refusal.cause().family() == Cause.Family.PROTO;
        boolean wanted =
                asked != null
                        && asked.properties().intOr(Property.REQUEST_PROBLEM_INFORMATION, 1) == 1
                        && !asked.properties().has(Property.MAXIMUM_PACKET_SIZE);
        return aboutThePacket && wanted
                ? Properties.builder().text(Property.REASON_STRING, refusal.because()).build()
                : Properties.EMPTY;
    }

    /** The packet without its reason string, and without user properties if it must be smaller. */
    static Packet without(Packet packet, long bytesMax, MqttVersion version) {
        Properties told = properties(packet);
        Properties shorter = told.toBuilder().remove(Property.REASON_STRING).build();
        Packet brief = with(packet, shorter);
        return PacketCodec.size(brief, version) <= bytesMax
                ? brief
                : with(packet, shorter.toBuilder().remove(Property.USER_PROPERTY).build());
    }

    private static Properties properties(Packet packet) {
        return switch (packet) {
            case ConnAck ack -> ack.properties();
            case PubAck ack -> ack.properties();
            case PubRec ack -> ack.properties();
            case PubRel ack -> ack.properties();
            case PubComp ack -> ack.properties();
            case SubAck ack -> ack.properties();
            case UnsubAck ack -> ack.properties();
            case Disconnect goodbye -> goodbye.properties();
            default -> Properties.EMPTY;
        };
    }

    private static Packet with(Packet packet, Properties told) {
        return switch (packet) {
            case ConnAck ack -> new ConnAck(ack.sessionPresent(), ack.code(), told);
            case PubAck ack -> new PubAck(ack.packetId(), ack.reason(), told);
            case PubRec ack -> new PubRec(ack.packetId(), ack.reason(), told);
            case PubRel ack -> new PubRel(ack.packetId(), ack.reason(), told);
            case PubComp ack -> new PubComp(ack.packetId(), ack.reason(), told);
            case SubAck ack -> new SubAck(ack.packetId(), ack.reasons(), told);
            case UnsubAck ack -> new UnsubAck(ack.packetId(), ack.reasons(), told);
            case Disconnect goodbye -> new Disconnect(goodbye.reason(), told);
            default -> packet;
        };
    }
}
