// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * What a device puts on the wire, written out byte by byte: no library of ours has a part in it.
 */
final class Device {
    private static final int READ_LIMIT_MS = 20_000;

    private final InetSocketAddress broker;
    private final @Nullable InetSocketAddress from;

    Device(int port) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null);
    }

    private Device(InetSocketAddress broker, @Nullable InetSocketAddress from) {
        this.broker = broker;
        this.from = from;
    }

    /** The same device at another of this machine's own addresses, as in 127.0.0.7. */
    Device at(String address) {
        return new Device(broker, new InetSocketAddress(address, 0));
    }

    /** Connects once and hangs up: the code of the CONNACK. */
    int connect(int version, String client, @Nullable String user, @Nullable String password) {
        byte[] answer = send(connectPacket(version, client, user, password), true);
        if (answer.length < 4) {
            throw new IllegalStateException("no CONNACK but " + answer.length + " bytes");
        }
        return answer[3] & 0xff;
    }

    /** Sends anything and reads what comes back: to its end, or only the first packet. */
    byte[] send(byte[] bytes, boolean onlyFirst) {
        try (Socket socket = new Socket()) {
            if (from != null) {
                socket.bind(from);
            }
            socket.setSoTimeout(READ_LIMIT_MS);
            socket.connect(broker);
            socket.getOutputStream().write(bytes);
            if (!onlyFirst) {
                return socket.getInputStream().readAllBytes();
            }
            byte[] head = socket.getInputStream().readNBytes(4);
            if (head.length == 4 && head[3] == 0) {
                // Let in: say goodbye, so that no will and no fault is noted.
                socket.getOutputStream().write(new byte[] {(byte) 0xe0, 0});
            }
            return head;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] connectPacket(
            int version, String client, @Nullable String user, @Nullable String password) {
        var body = new ByteArrayOutputStream();
        text(body, version == 3 ? "MQIsdp" : "MQTT");
        body.write(version);
        body.write(2 | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40));
        body.write(0);
        body.write(60);
        if (version == 5) {
            body.write(0);
        }
        text(body, client);
        if (user != null) {
            text(body, user);
        }
        if (password != null) {
            text(body, password);
        }
        var packet = new ByteArrayOutputStream();
        packet.write(0x10);
        int left = body.size();
        do {
            packet.write(left % 128 | (left >= 128 ? 0x80 : 0));
            left /= 128;
        } while (left > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
