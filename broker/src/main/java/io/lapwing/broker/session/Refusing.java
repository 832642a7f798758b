// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.ReasonCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a publisher is told whose message cannot be kept: MQTT 5 hears it, with the reason; MQTT 3
 * has no word for it, and goes without its acknowledgement.
 */
final class Refusing {
    private static final Logger LOG = LoggerFactory.getLogger(Refusing.class);

    private static final String TOLD = "the message cannot be stored now, try again later";

    private Refusing() {}

    /** The message is not kept: its packet id stands for nothing. */
    static void forget(Session from, Acked kind, int packetId) {
        if (kind == Acked.PUBREC_SENT) {
            boolean unused = from.unreleased().remove(packetId);
        }
    }

    static void answer(Connection to, Acked kind, int packetId, String failure) {
        Counters counters = to.counters();
        to.count(counters.publishNotKept[Counters.index(to.version())]);
        LOG.debug("{} is not answered with {}: {}", to.name(), kind, failure);
        int code = ReasonCode.QUOTA_EXCEEDED.code();
        switch (kind) {
            case PUBACK_SENT -> {
                if (to.version().isV5()) {
                    send(to, kind, new PubAck(packetId, ReasonCode.QUOTA_EXCEEDED, told(to)), code);
                }
            }
            case PUBREC_SENT -> {
                if (to.version().isV5()) {
                    send(to, kind, new PubRec(packetId, ReasonCode.QUOTA_EXCEEDED, told(to)), code);
                }
            }
            default ->
                    // What the client was about to forget is on disk still: it comes back for it.
                    to.disconnect(ReasonCode.SERVER_BUSY, "its exchange cannot be stored now");
        }
    }

    private static void send(Connection to, Acked kind, Packet packet, int code) {
        if (to.output.send(packet)) {
            to.count(to.counters().acked(kind, to.version(), code));
        }
    }

    /** In words, for a client that wants them (5.0 §3.1.2.11.7). */
    private static Properties told(Connection to) {
        return !to.terms().explains()
                ? Properties.EMPTY
                : Properties.builder().text(Property.REASON_STRING, TOLD).build();
    }
}
