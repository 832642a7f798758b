// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.Auth;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Unsubscribe;

/** What connected clients send, packet by packet: the table of contents of MQTT's chapter 3. */
final class Packets {
    private final Worker worker;
    private final Counters counters;
    private final Subscribing subscribing;

    Packets(Worker worker, Shared shared) {
        this.worker = worker;
        this.counters = shared.counters;
        this.subscribing = new Subscribing(worker, shared);
    }

    void onPacket(Connection from, Session session, byte[] bytes, int at, int length) {
        switch (Framing.type(bytes[at])) {
            case PacketType.PUBLISH ->
                    worker.publishing.onPublish(from, session, bytes, at, length);
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP ->
                    onAck(from, session, bytes, at, length);
            default -> onRarePacket(from, session, bytes, at, length);
        }
    }

    private void onAck(Connection from, Session session, byte[] bytes, int at, int length) {
        AckView ack = worker.ackView;
        ack.read(bytes, at, length, from.version());
        Acked received =
                switch (ack.type()) {
                    case PacketType.PUBACK -> Acked.PUBACK_RECEIVED;
                    case PacketType.PUBREC -> Acked.PUBREC_RECEIVED;
                    case PacketType.PUBREL -> Acked.PUBREL_RECEIVED;
                    default -> Acked.PUBCOMP_RECEIVED;
                };
        from.count(counters.acked(received, from.version(), ack.reasonCode()));
        if (received == Acked.PUBREL_RECEIVED) {
            worker.publishing.onRelease(from, session, ack.packetId());
        } else {
            session.outbound().onAck(ack, from);
        }
    }

    private void onRarePacket(Connection from, Session session, byte[] bytes, int at, int length) {
        switch (PacketCodec.read(bytes, at, length, from.version())) {
            case Subscribe subscribe -> subscribing.onSubscribe(from, session, subscribe);
            case Unsubscribe unsubscribe -> subscribing.onUnsubscribe(from, session, unsubscribe);
            case PingReq ping -> onPing(from);
            case Auth auth -> Reauthentication.onAuth(from, auth);
            case Disconnect disconnect -> onDisconnect(from, session, disconnect);
            default ->
                    // A second CONNECT, or what only a server sends (5.0 §3.1, §4.13).
                    from.disconnect(
                            ReasonCode.PROTOCOL_ERROR,
                            PacketType.name(Framing.type(bytes[at])) + " is not allowed here");
        }
    }

    private void onPing(Connection from) {
        int version = Counters.index(from.version());
        worker.count(counters.pingreqReceived[version]);
        from.output.send(new PingResp());
        worker.count(counters.pingrespSent[version]);
    }

    private void onDisconnect(Connection from, Session session, Disconnect disconnect) {
        from.count(
                counters.acked(
                        Acked.DISCONNECT_RECEIVED, from.version(), disconnect.reason().code()));
        if (disconnect.properties().has(Property.SESSION_EXPIRY_INTERVAL)) {
            long expiry =
                    Math.min(
                            disconnect.properties().longOr(Property.SESSION_EXPIRY_INTERVAL, 0),
                            worker.shared().lives.sessionSecondsMax());
            if (session.outlivesConnection() || expiry == 0) {
                session.expireAfter(expiry);
            } else {
                // It said 0 in CONNECT and cannot take that back (5.0 §3.14.2.2.2).
                from.disconnect(
                        ReasonCode.PROTOCOL_ERROR, "session expiry raised from 0 in DISCONNECT");
                return;
            }
        }
        boolean wantsWill = disconnect.reason() != ReasonCode.SUCCESS;
        from.leave(wantsWill, wantsWill ? Departure.GOODBYE_WITH_WILL : Departure.GOODBYE);
    }
}
