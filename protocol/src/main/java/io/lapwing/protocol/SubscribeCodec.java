// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;
import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE and SUBACK (3.1.1 §3.8, §3.9, 5.0 §3.8, §3.9). */
final class SubscribeCodec {
    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int RETAIN_HANDLING = 0x30;
    private static final int RESERVED = 0xC0;

    private SubscribeCodec() {}

    static Subscribe read(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.SUBSCRIBE) : Properties.EMPTY;
        if (in.atEnd()) {
            throw protocolError("SUBSCRIBE has no topic filter (3.1.1 §3.8.3, 5.0 §3.8.3)");
        }
        List<Subscription> subscriptions = new ArrayList<>(1);
        while (!in.atEnd()) {
            subscriptions.add(readSubscription(in, version));
        }
        return new Subscribe(packetId, subscriptions, properties);
    }

    private static Subscription readSubscription(WireReader in, MqttVersion version) {
        String filter = in.topicFilter();
        int options = in.unsignedByte("subscription options");
        if (version == MqttVersion.V3_1) {
            options &= QOS; // 3.1 does not use the other bits
        }
        int reserved = version.isV5() ? RESERVED : ~QOS;
        if ((options & reserved) != 0) {
            throw malformed(
                    "SUBSCRIBE has reserved bits set behind a topic filter"
                            + " (3.1.1 §3.8.3, 5.0 §3.8.3.1)");
        }
        int qos = options & QOS;
        if (qos == 3) {
            String what = "SUBSCRIBE asks for QoS 3 (3.1.1 §3.8.3, 5.0 §3.8.3.1)";
            throw version.isV5() ? protocolError(what) : malformed(what);
        }
        Subscription subscription =
                new Subscription(
                        filter,
                        qos,
                        (options & NO_LOCAL) != 0,
                        (options & RETAIN_AS_PUBLISHED) != 0,
                        (options & RETAIN_HANDLING) >> 4);
        if (version.isV5()) {
            checkOptions(subscription);
        }
        return subscription;
    }

    private static void checkOptions(Subscription subscription) {
        if (subscription.retainHandling() == 3) {
            throw protocolError("SUBSCRIBE has the retain handling 3 (5.0 §3.8.3.1)");
        }
        if (SharedFilter.parse(subscription.filter()) != null && subscription.noLocal()) {
            throw protocolError("SUBSCRIBE sets no local on a shared subscription (5.0 §3.8.3.1)");
        }
    }

    static void write(Subscribe subscribe, MqttVersion version, WireWriter out) {
        out.unsignedShort(subscribe.packetId());
        if (version.isV5()) {
            PropertiesCodec.write(subscribe.properties(), out);
        }
        for (Subscription each : subscribe.subscriptions()) {
            out.text(each.filter());
            out.unsignedByte(version.isV5() ? options(each) : each.qos());
        }
    }

    private static int options(Subscription subscription) {
        return subscription.qos()
                | (subscription.noLocal() ? NO_LOCAL : 0)
                | (subscription.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
                | subscription.retainHandling() << 4;
    }

    static SubAck readAck(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.SUBACK) : Properties.EMPTY;
        CodeSet codes = version.isV5() ? CodeSet.SUBACK : CodeSet.SUBACK_3;
        return new SubAck(packetId, readReasons(in, codes), properties);
    }

    /** The reasons up to the packet's end; each answers one filter, so there is at least one. */
    static List<ReasonCode> readReasons(WireReader in, CodeSet codes) {
        if (in.atEnd()) {
            throw protocolError(in.packet() + " has no reason code (3.1.1 §3.9.3, 5.0 §3.9.3)");
        }
        List<ReasonCode> reasons = new ArrayList<>(1);
        while (!in.atEnd()) {
            reasons.add(codes.read(in));
        }
        return reasons;
    }

    static void writeAck(SubAck ack, MqttVersion version, WireWriter out) {
        out.unsignedShort(ack.packetId());
        if (version.isV5()) {
            PropertiesCodec.write(ack.properties(), out);
        }
        for (ReasonCode reason : ack.reasons()) {
            // MQTT 3 has one number for every failure.
            boolean coarse = reason.isError() && !version.isV5();
            out.unsignedByte(coarse ? ReasonCode.UNSPECIFIED_ERROR.code() : reason.code());
        }
    }
}
