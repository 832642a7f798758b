// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A client that sends exactly what a test tells it to, over a real socket. */
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final MqttVersion version;
    private byte[] received = new byte[0];

    TestClient(int port, MqttVersion version) {
        this(connected(port), version);
    }

    /** Over a socket that is connected already, in whatever way. */
    TestClient(Socket socket, MqttVersion version) {
        this.version = version;
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connected(int port) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and is let in. */
    ConnAck connect(String clientId, boolean cleanStart) {
        return connect(clientId, cleanStart, Properties.EMPTY);
    }

    ConnAck connect(String clientId, boolean cleanStart, Properties properties) {
        send(new Connect(version, false, clientId, cleanStart, 60, null, null, null, properties));
        ConnAck answer = expect(ConnAck.class);
        assertThat(answer.code()).isZero();
        return answer;
    }

    void subscribe(String filter, int qos) {
        send(new Subscribe(1, List.of(new Subscription(filter, qos)), Properties.EMPTY));
        SubAck answer = expect(SubAck.class);
        assertThat(answer.reasons().getFirst().code()).isEqualTo(qos);
    }

    void publish(String topic, int qos, int packetId, String payload) {
        send(message(topic, qos, false, packetId, payload));
    }

    static Publish message(String topic, int qos, boolean retain, int packetId, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return new Publish(false, qos, retain, topic, packetId, Properties.EMPTY, bytes);
    }

    void send(Packet packet) {
        sendBytes(PacketCodec.bytes(packet, version));
    }

    void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, which must be of this type. */
    <P extends Packet> P expect(Class<P> type) {
        Packet packet = next();
        assertThat(packet).isInstanceOf(type);
        return type.cast(packet);
    }

    String expectPayload() {
        return new String(expect(Publish.class).payload(), StandardCharsets.UTF_8);
    }

    Packet next() {
        int length = packetLength();
        while (length == Framing.INCOMPLETE || length > received.length) {
            assertThat(readMore()).as("the server closed instead of sending").isTrue();
            length = packetLength();
        }
        Packet packet = PacketCodec.read(received, 0, length, version);
        received = Arrays.copyOfRange(received, length, received.length);
        return packet;
    }

    private int packetLength() {
        return Framing.packetLength(received, 0, received.length, Integer.MAX_VALUE);
    }

    /** The server ends the connection gracefully, and sends nothing before. */
    void expectClosed() {
        assertThat(received).isEmpty();
        assertThat(readMore()).as("the server still sends").isFalse();
    }

    /** Reads what still comes, and forgets it, until the server has closed. */
    void drain() {
        received = new byte[0];
        while (readMore()) {
            received = new byte[0];
        }
    }

    /** Nothing arrives before the answer to a ping that is sent now. */
    void expectNothing() {
        send(new PingReq());
        expect(PingResp.class);
    }

    /** Sends no more; what comes can still be read. */
    void shutDownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection without a goodbye. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False at the end of the stream. */
    private boolean readMore() {
        byte[] chunk = new byte[65_536];
        try {
            InputStream in = socket.getInputStream();
            int count = in.read(chunk);
            if (count < 0) {
                return false;
            }
            int before = received.length;
            received = Arrays.copyOf(received, before + count);
            System.arraycopy(chunk, 0, received, before, count);
            return true;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came within " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
