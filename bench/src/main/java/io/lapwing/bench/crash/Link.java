// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to the broker that does nothing by itself. One thread uses it. */
final class Link implements AutoCloseable {
    private static final int ANSWER_MILLIS = 20_000;
    private static final int KEPT_SECONDS = 3_600;

    private final Socket socket;
    private final MqttVersion version;
    private byte[] received = new byte[4_096];
    private int start;
    private int end;

    private Link(int port, MqttVersion version) throws IOException {
        this.version = version;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    /** Connects with a session that outlives the connection; tells whether it was there. */
    static Link open(int port, MqttVersion version, String id, boolean clean, Answer answer)
            throws IOException {
        Link link = new Link(port, version);
        Properties kept =
                version.isV5()
                        ? Properties.builder()
                                .set(Property.SESSION_EXPIRY_INTERVAL, KEPT_SECONDS)
                                .build()
                        : Properties.EMPTY;
        try {
            link.send(new Connect(version, false, id, clean, 0, null, null, null, kept));
            ConnAck told = link.expect(ConnAck.class);
            if (told.code() != 0) {
                throw new IOException(id + " was refused with " + told.code());
            }
            answer.sessionPresent(told.sessionPresent());
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    interface Answer {
        void sessionPresent(boolean present);
    }

    void subscribe(int qos, String filter) throws IOException {
        send(new Subscribe(1, List.of(new Subscription(filter, qos)), Properties.EMPTY));
        SubAck answer = expect(SubAck.class);
        if (answer.reasons().getFirst().isError()) {
            throw new IOException(filter + " was refused");
        }
    }

    void send(Packet packet) throws IOException {
        socket.getOutputStream().write(PacketCodec.bytes(packet, version));
    }

    <P extends Packet> P expect(Class<P> type) throws IOException {
        Packet packet = read(ANSWER_MILLIS);
        if (!type.isInstance(packet)) {
            throw new IOException("expected " + type.getSimpleName() + ", got " + packet);
        }
        return type.cast(packet);
    }

    /** The next packet; null when none came in this time. EOFException when the broker is gone. */
    @Nullable Packet read(int millis) throws IOException {
        int length = length();
        while (length == Framing.INCOMPLETE || length > end - start) {
            if (!readMore(millis)) {
                return null;
            }
            length = length();
        }
        Packet packet = PacketCodec.read(received, start, length, version);
        start += length;
        return packet;
    }

    private int length() {
        return Framing.packetLength(received, start, end, Integer.MAX_VALUE);
    }

    private boolean readMore(int millis) throws IOException {
        if (start > 0) {
            System.arraycopy(received, start, received, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == received.length) {
            received = Arrays.copyOf(received, end * 2);
        }
        socket.setSoTimeout(millis);
        try {
            InputStream in = socket.getInputStream();
            int count = in.read(received, end, received.length - end);
            if (count < 0) {
                throw new EOFException("the broker is gone");
            }
            end += count;
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
