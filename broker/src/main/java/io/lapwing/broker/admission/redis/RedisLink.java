// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection to Redis: sends a command and waits for its answer (RESP 2). */
final class RedisLink implements AutoCloseable {
    private static final int VALUE_BYTES_MAX = 1 << 20;
    private static final int LINE_BYTES_MAX = 4_096;

    /** Redis answered, with an error. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;

    RedisLink(String host, int port, int patienceMillis) throws IOException {
        try {
            socket.connect(new InetSocketAddress(host, port), patienceMillis);
            socket.setSoTimeout(patienceMillis);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The text Redis answers with; null when there is no such key. */
    @Nullable String ask(String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        line(command, "*" + words.length);
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            line(command, "$" + bytes.length);
            command.write(bytes);
            line(command, "");
        }
        socket.getOutputStream().write(command.toByteArray());
        String answer = line();
        return switch (answer.isEmpty() ? ' ' : answer.charAt(0)) {
            case '+', ':' -> answer.substring(1);
            case '$' -> bulk(length(answer));
            case '-' -> throw new Refused(answer.substring(1));
            default -> throw new IOException("this is no Redis");
        };
    }

    private static int length(String answer) throws IOException {
        try {
            return Integer.parseInt(answer.substring(1));
        } catch (NumberFormatException e) {
            throw new IOException("this is no Redis", e);
        }
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        if (length > VALUE_BYTES_MAX) {
            throw new IOException("a value has more than " + VALUE_BYTES_MAX + " bytes");
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("it closed the connection");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0 || line.length() > LINE_BYTES_MAX) {
                throw new EOFException("it closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return line.toString();
    }

    private static void line(ByteArrayOutputStream to, String text) {
        to.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
