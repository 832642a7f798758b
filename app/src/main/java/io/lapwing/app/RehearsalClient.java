// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A client that talks to a rehearsing broker, one packet after the other. */
final class RehearsalClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] PAYLOAD = "rehearsal".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final MqttVersion version;
    private final byte[] received = new byte[64 * 1_024];
    private int from;
    private int to;

    RehearsalClient(InetSocketAddress address, MqttVersion version) throws IOException {
        this.version = version;
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The code of the CONNACK: 0 when it is let in. */
    int connect(String user, String password) throws IOException {
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        send(new Connect(version, false, user, true, 60, null, user, secret, Properties.EMPTY));
        return ((ConnAck) next()).code();
    }

    void subscribe(String filter, int qos) throws IOException {
        send(new Subscribe(1, List.of(new Subscription(filter, qos)), Properties.EMPTY));
        next();
    }

    /** Publishes to a topic it is subscribed to, and waits for every message to come back. */
    void publish(String topic, int qos, int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id = 1; id <= count; id++) {
            int packetId = qos == 0 ? 0 : id;
            Publish message =
                    new Publish(false, qos, false, topic, packetId, Properties.EMPTY, PAYLOAD);
            out.writeBytes(PacketCodec.bytes(message, version));
        }
        socket.getOutputStream().write(out.toByteArray());
        int exchanges = qos == 0 ? 0 : count;
        for (int arrived = 0; arrived < count || exchanges > 0; ) {
            switch (next()) {
                case Publish message -> {
                    arrived++;
                    acknowledge(message);
                }
                case PubRec ack ->
                        send(new PubRel(ack.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
                case PubRel ack ->
                        send(new PubComp(ack.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
                case Packet ack -> exchanges--; // PUBACK or PUBCOMP
            }
        }
    }

    @Override
    public void close() throws IOException {
        send(new Disconnect(ReasonCode.SUCCESS));
        socket.close();
    }

    private void acknowledge(Publish message) throws IOException {
        int id = message.packetId();
        if (message.qos() == 1) {
            send(new PubAck(id, ReasonCode.SUCCESS, Properties.EMPTY));
        } else if (message.qos() == 2) {
            send(new PubRec(id, ReasonCode.SUCCESS, Properties.EMPTY));
        }
    }

    private void send(Packet packet) throws IOException {
        socket.getOutputStream().write(PacketCodec.bytes(packet, version));
    }

    private Packet next() throws IOException {
        int length = Framing.packetLength(received, from, to, received.length);
        while (length == Framing.INCOMPLETE || from + length > to) {
            readMore();
            length = Framing.packetLength(received, from, to, received.length);
        }
        Packet packet = PacketCodec.read(received, from, length, version);
        from += length;
        return packet;
    }

    private void readMore() throws IOException {
        byte[] rest = Arrays.copyOfRange(received, from, to);
        System.arraycopy(rest, 0, received, 0, rest.length);
        from = 0;
        to = rest.length;
        int count = socket.getInputStream().read(received, to, received.length - to);
        if (count < 0) {
            throw new EOFException("the broker closed the connection");
        }
        to += count;
    }
}
