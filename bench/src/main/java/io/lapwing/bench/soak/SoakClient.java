// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.Will;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that blocks and acknowledges nothing by itself. One thread uses it. */
final class SoakClient implements AutoCloseable {
    static final String USER = "soak";
    static final String PASSWORD = "soak";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int KEPT_SECONDS = 3_600;

    private final Socket socket;
    private final MqttVersion version;
    private byte[] received = new byte[4_096];
    private int start;
    private int end;

    SoakClient(int port, MqttVersion version) throws IOException {
        this.version = version;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** In, with a new session that ends with the connection. */
    static SoakClient clean(Ground ground, MqttVersion version, String id) throws IOException {
        SoakClient client = new SoakClient(ground.port, version);
        ConnAck unused = client.connect(id, true, PASSWORD, null);
        return client;
    }

    /** Sends CONNECT and returns the answer, whatever it is. */
    ConnAck connect(String id, boolean clean, String password, @Nullable Will will)
            throws IOException {
        Properties properties =
                clean || !version.isV5()
                        ? Properties.EMPTY
                        : Properties.builder()
                                .set(Property.SESSION_EXPIRY_INTERVAL, KEPT_SECONDS)
                                .build();
        byte[] secret = password.getBytes(UTF_8);
        send(new Connect(version, false, id, clean, 0, will, USER, secret, properties));
        return expect(ConnAck.class);
    }

    void subscribe(int qos, String... filters) throws IOException {
        List<Subscription> wishes =
                Arrays.stream(filters).map(filter -> new Subscription(filter, qos)).toList();
        send(new Subscribe(1, wishes, Properties.EMPTY));
        SubAck unused = expect(SubAck.class);
    }

    void publish(String topic, int qos, boolean retain, boolean dup, int id, byte[] payload)
            throws IOException {
        send(new Publish(dup, qos, retain, topic, id, Properties.EMPTY, payload));
    }

    void send(Packet packet) throws IOException {
        socket.getOutputStream().write(PacketCodec.bytes(packet, version));
    }

    <P extends Packet> P expect(Class<P> type) throws IOException {
        Packet packet = read();
        if (!type.isInstance(packet)) {
            throw new IOException("expected " + type.getSimpleName() + ", got " + packet);
        }
        return type.cast(packet);
    }

    /** The next packet; throws EOFException when the broker closed. */
    Packet read() throws IOException {
        int length = Framing.packetLength(received, start, end, Integer.MAX_VALUE);
        while (length == Framing.INCOMPLETE || length > end - start) {
            readMore();
            length = Framing.packetLength(received, start, end, Integer.MAX_VALUE);
        }
        Packet packet = PacketCodec.read(received, start, length, version);
        start += length;
        return packet;
    }

    /** How long a read waits for the broker. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void sayGoodbye() throws IOException {
        send(new Disconnect(ReasonCode.SUCCESS));
        close();
    }

    /** Breaks the connection without a goodbye. */
    void breakOff() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void readMore() throws IOException {
        if (start > 0) {
            System.arraycopy(received, start, received, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == received.length) {
            received = Arrays.copyOf(received, end * 2);
        }
        InputStream in = socket.getInputStream();
        int count = in.read(received, end, received.length - end);
        if (count < 0) {
            throw new EOFException("the broker closed the connection");
        }
        end += count;
    }
}
