// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections of syslog over TCP or a Unix socket. Each has a virtual thread and a parser of
 * its own: a log must not be mixed with another.
 */
final class SyslogStream implements Follower {
    /** More are closed at once. */
    static final int CONNECTIONS_MAX = 64;

    private static final long TRY_AGAIN_MILLIS = 5_000;

    private final SocketAddress address;
    private final Supplier<Intake> intakes;
    private final LogCounts counts;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocketChannel server;
    private long triedMillis = Long.MIN_VALUE / 2;

    SyslogStream(SocketAddress address, Supplier<Intake> intakes, LogCounts counts) {
        this.address = address;
        this.intakes = intakes;
        this.counts = counts;
    }

    @Override
    public void turn(long nowMillis) {
        boolean open = server != null && server.isOpen();
        if (open || nowMillis - triedMillis < TRY_AGAIN_MILLIS) {
            return;
        }
        triedMillis = nowMillis;
        try {
            ServerSocketChannel bound = bound();
            server = bound;
            counts.works();
            Thread unused = Thread.ofVirtual().name("log-syslog").start(() -> accept(bound));
        } catch (IOException e) {
            counts.failed(e.getMessage() + ": " + address);
        }
    }

    /** The port it got. */
    int port() throws IOException {
        return server != null && server.getLocalAddress() instanceof InetSocketAddress inet
                ? inet.getPort()
                : -1;
    }

    @Override
    public void close() {
        try {
            if (server != null) {
                server.close();
            }
            for (SocketChannel each : connections) {
                each.close();
            }
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            counts.failed(String.valueOf(e.getMessage()));
        }
    }

    private ServerSocketChannel bound() throws IOException {
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            return ServerSocketChannel.open().bind(address);
        }
        deleteStale(unix.getPath());
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    }

    /** A socket that a run before left behind; anything else in its place is left alone. */
    private void deleteStale(Path path) throws IOException {
        boolean other = Files.isRegularFile(path) || Files.isDirectory(path);
        if (Files.exists(path) && !other) {
            try (SocketChannel probe = SocketChannel.open(address)) {
                throw new IOException("another program listens there");
            } catch (ConnectException e) {
                Files.delete(path);
            }
        }
    }

    private void accept(ServerSocketChannel from) {
        try {
            while (from.isOpen()) {
                SocketChannel connection = from.accept();
                if (connections.size() >= CONNECTIONS_MAX) {
                    counts.failed("more than " + CONNECTIONS_MAX + " connections");
                    connection.close();
                } else {
                    connections.add(connection);
                    Thread unused =
                            Thread.ofVirtual()
                                    .name("log-syslog-reader")
                                    .start(() -> read(connection));
                }
            }
        } catch (IOException e) {
            if (from.isOpen()) {
                counts.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private void read(SocketChannel connection) {
        SyslogFrames frames = new SyslogFrames(intakes.get(), counts);
        byte[] buffer = new byte[LineSplitter.LINE_BYTES_MAX];
        try (connection;
                var in = Channels.newInputStream(connection)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                frames.accept(buffer, got);
            }
            frames.end();
        } catch (IOException e) {
            frames.end(); // the sender broke off; what it said stays said
        } finally {
            connections.remove(connection);
        }
    }
}
