// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client of WebSocket that sends exactly the request and the frames a test tells it to. */
final class WebClient implements AutoCloseable {
    static final int BINARY = 2;

    private final Socket socket;
    private final DataInputStream in;

    /** What the server sent: its kind, and what it carries. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int opcode, byte[] payload) {}

    WebClient(int port) {
        this(connected(port));
    }

    WebClient(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(10_000);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request of a good client, with these headers beside what must be there. */
    static String request(String path, String... headers) {
        StringBuilder more = new StringBuilder();
        for (String header : headers) {
            more.append(header).append("\r\n");
        }
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + more
                + "\r\n";
    }

    /** Asks for MQTT and gets it. */
    WebClient upgrade() {
        String answer = ask(request("/mqtt", "Sec-WebSocket-Protocol: mqtt"));
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(answer);
        }
        return this;
    }

    /** Sends a request and reads the answer up to its empty line. */
    String ask(String request) {
        send(request.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        try {
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.readByte());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(answer.toString(), e);
        }
        return answer.toString();
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one whole frame. */
    void frame(int opcode, byte[] payload) {
        send(framed(0x80 | opcode, payload));
    }

    /** A masked frame; the first byte is as given. */
    static byte[] framed(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            out.writeBytes(new byte[4]);
            out.write(payload.length >> 24);
            out.write(payload.length >> 16);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        byte[] mask = {0x12, (byte) 0xF4, 0x56, (byte) 0x9A};
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i % 4]);
        }
        return out.toByteArray();
    }

    /** The server's next frame, which is whole and not masked. */
    Frame next() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Frame(first & 0x0F, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the close frame that comes next; after it the server closes. */
    int closed() {
        Frame frame = next();
        if (frame.opcode != 8) {
            throw new AssertionError(
                    "no close frame but " + frame.opcode + Arrays.toString(frame.payload));
        }
        try {
            if (in.read() >= 0) {
                throw new AssertionError("the server still sends");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (frame.payload[0] & 0xFF) << 8 | frame.payload[1] & 0xFF;
    }

    /** Everything up to the end. */
    String rest() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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

    private static Socket connected(int port) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
