// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;

/** A socket, and what a test sends and reads there byte by byte. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final HexFormat HEX = HexFormat.of();

    private final Socket socket = new Socket();

    RawClient(int port) {
        this("127.0.0.1", port);
    }

    /** From one of this machine's own addresses, all of 127.0.0.0/8. */
    RawClient(String from, int port) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends up to so many bytes, as many as the other side takes before it closes. */
    int sendWhatFits(int count) {
        byte[] chunk = filler(65_536);
        int sent = 0;
        try {
            for (; sent < count; sent += chunk.length) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            // it closed
        }
        return sent;
    }

    RawClient send(String handWritten) {
        return send(HandWritten.bytes(handWritten));
    }

    /** Sends no more: the other side reads the end. */
    void leave() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other side reads no end, but that the connection is broken. */
    void breakOff() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes, or what there is up to the end; as hex. */
    String read(int count) {
        try {
            return HEX.formatHex(socket.getInputStream().readNBytes(count));
        } catch (IOException e) {
            throw new AssertionError("broken off instead of closed", e);
        }
    }

    /**
     * All that comes up to the end, as hex. A connection that is reset, or stays open, is a
     * failure.
     */
    String readToEnd() {
        return read(Integer.MAX_VALUE);
    }

    static String hex(String handWritten) {
        return HEX.formatHex(HandWritten.bytes(handWritten));
    }

    /** So many bytes that mean nothing. */
    static byte[] filler(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
