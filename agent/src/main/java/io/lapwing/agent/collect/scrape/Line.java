// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Access;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a target, opened when it is needed. Whatever is done on it must be done before a
 * deadline, however slowly the other side trickles. Owned by the thread that asks.
 */
final class Line implements AutoCloseable {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Clock clock;
    private final String host;
    private final int port;
    private final boolean secure;
    private final Access access;
    private final long timeoutMillis;
    private final byte[] input = new byte[64 * 1024];
    private @Nullable SSLContext tls;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private int from;
    private int to;
    private long deadline;
    private long read;

    Line(Clock clock, TargetWish wish, boolean secure, int usualPort) {
        this.clock = clock;
        this.host = String.valueOf(wish.url().getHost());
        this.port = wish.url().getPort() < 0 ? usualPort : wish.url().getPort();
        this.secure = secure;
        this.access = wish.access();
        this.timeoutMillis = wish.timeout().toMillis();
    }

    /** From now on everything must be done within the time-out. */
    void begin() {
        deadline = clock.nanoTime() + timeoutMillis * NANOS_A_MILLI;
        read = 0;
    }

    boolean isOpen() {
        return socket != null;
    }

    /** Whether the other side has said something since {@link #begin}. */
    boolean heard() {
        return read > 0;
    }

    void open() throws NoAnswer {
        from = 0;
        to = 0;
        try {
            Socket plain = new Socket();
            socket = plain;
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(InetAddress.getByName(host), port), left());
            Socket used = secure ? secured(plain) : plain;
            socket = used;
            in = used.getInputStream();
            out = used.getOutputStream();
        } catch (IOException e) {
            close();
            throw new NoAnswer(why(e, "no connection to " + host + ":" + port));
        } catch (NoAnswer e) {
            close();
            throw e;
        }
    }

    void write(byte[] bytes) throws IOException {
        OutputStream open = out;
        if (open == null) {
            throw new EOFException();
        }
        open.write(bytes);
        open.flush();
    }

    /** The next byte, or -1 when the other side has closed. */
    int next() throws IOException, NoAnswer {
        if (from == to && !fill()) {
            return -1;
        }
        return input[from++] & 0xFF;
    }

    /** Reads some bytes, at most so many; -1 when the other side has closed. */
    int some(byte[] into, int at, int most) throws IOException, NoAnswer {
        if (from == to && !fill()) {
            return -1;
        }
        int count = Math.min(most, to - from);
        System.arraycopy(input, from, into, at, count);
        from += count;
        return count;
    }

    /** Whether something has been read that nobody has taken. */
    boolean hasMore() {
        return from < to;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // it is of no use any more
            }
        }
    }

    /** What an exception means, for people. */
    String why(IOException e, String otherwise) {
        return switch (e) {
            case SocketTimeoutException _ -> tooSlow();
            case UnknownHostException _ -> "there is no machine called " + host;
            case NoRouteToHostException _ -> "no route to " + host;
            case ConnectException _ ->
                    "nothing listens on " + host + ":" + port + " (connection refused)";
            case SSLException tls -> "TLS with " + host + ":" + port + " failed: " + said(tls);
            default -> otherwise + ": " + said(e);
        };
    }

    private String tooSlow() {
        return "no whole answer within "
                + timeoutMillis
                + " ms"
                + (read > 0 ? "; " + read + " bytes had come" : "");
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private boolean fill() throws IOException, NoAnswer {
        InputStream open = in;
        Socket used = socket;
        if (open == null || used == null) {
            return false;
        }
        used.setSoTimeout(left());
        int count = open.read(input);
        from = 0;
        to = Math.max(0, count);
        read += to;
        return count > 0;
    }

    private int left() throws NoAnswer {
        long left = (deadline - clock.nanoTime()) / NANOS_A_MILLI;
        if (left <= 0) {
            throw new NoAnswer(tooSlow());
        }
        return (int) left;
    }

    private Socket secured(Socket plain) throws IOException, NoAnswer {
        SSLContext context = tls;
        if (context == null) {
            context = TlsSide.of(access);
            tls = context;
        }
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        if (!access.anyCertificate()) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        secured.setSoTimeout(left());
        secured.startHandshake();
        return secured;
    }

    /** The first line of a file that holds a secret. */
    static String secret(Path file) throws NoAnswer {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new NoAnswer("the file " + file + " with the secret cannot be read");
        }
    }
}
