// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Ticker;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.net.proxy.ProxySettings;
import io.lapwing.broker.net.tls.Tls;
import io.lapwing.broker.session.Shared;
import io.lapwing.broker.session.Worker;
import io.lapwing.protocol.Publish;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loops with a worker on each, and the listeners in front of them. */
public final class Net implements AutoCloseable {
    /** Connections of each listener that take up room. */
    public static final Family LISTENER_CONNECTIONS =
            Family.gauge("listener_connections", "Connections of a listener.", "listener");

    /** Its name is part of rules: see the stock alerts. */
    public static final Family TLS_SECONDS_LEFT =
            Family.gauge(
                    "tls_certificate_seconds_left",
                    "Seconds until the first certificate of a listener ends; negative after it.",
                    "listener");

    static final Family HANDSHAKES_WAITING =
            Family.gauge("tls_handshakes_waiting", "TLS handshakes that wait to be computed.");

    /** The network takes this much before a client counts as slow, and this little after. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 * 1_024, 512 * 1_024);

    private static final int BACKLOG = 4_096;
    private static final long STOP_SECONDS = 3;
    private static final long UNUSED_AFTER_SECONDS = 10;

    /** A listener that takes connections. */
    private record Open(Door door, Channel channel) {}

    private final Metrics metrics;
    private final Clock clock;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<EventExecutor, Worker> byLoop = new IdentityHashMap<>();
    private final Map<String, Open> listeners = new ConcurrentHashMap<>();
    private final Map<Tls, Long> closed = new ConcurrentHashMap<>();
    private final Map<String, Tls> withTls = new ConcurrentHashMap<>(); // the last of each name
    private final HandshakePool handshakes;
    private final Turns turns;
    private final Ticker ticker;

    /** Starts the workers; no listener is open yet. */
    public Net(Config config, Clock clock, Metrics metrics, Shared shared) {
        this.metrics = metrics;
        this.clock = clock;
        this.handshakes = new HandshakePool(config.get(ListenerOptions.HANDSHAKE_THREADS));
        metrics.gauge(HANDSHAKES_WAITING, handshakes::waiting);
        int wanted = config.get(ListenerOptions.WORKERS);
        int count = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("worker"), io);
        for (EventExecutor loop : group) {
            NettyLoop under = new NettyLoop((EventLoop) loop);
            Worker worker = new Worker(workers.size(), under, shared, workers, count);
            workers.add(worker);
            byLoop.put(loop, worker);
        }
        shared.restore(workers);
        turns = Turns.start(workers.stream().map(Worker::loop).toList(), metrics, clock);
        ticker = Ticker.start("lapwing-listeners", Duration.ofSeconds(1), this::look);
    }

    /**
     * Opens a listener.
     *
     * @return the address it is bound to, for people
     * @throws CannotListen when the address is in use, or not one of this machine
     * @throws IllegalArgumentException when what it is set to cannot be used
     */
    public String listen(Config config, String name) {
        Bind wanted = config.get(ListenerOptions.ADDRESS, name);
        Door door = Door.of(config, metrics, name, handshakes.executor());
        Tls tls = door.tls();
        try {
            Path file = wanted.file();
            Channel channel =
                    file == null
                            ? bind(door, Objects.requireNonNull(wanted.network()))
                            : bind(door, file, config.get(ListenerOptions.SOCKET_MODE, name));
            listeners.put(name, new Open(door, channel));
            if (tls != null && withTls.put(name, tls) == null) {
                metrics.gauge(TLS_SECONDS_LEFT, () -> secondsLeft(name), name);
            }
            return file == null
                    ? Bind.shown((InetSocketAddress) channel.localAddress())
                    : wanted.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotListen("listener." + name, wanted, e);
        } catch (Exception e) { // Netty throws what the system said, undeclared
            throw new CannotListen("listener." + name, wanted, e);
        }
    }

    private Channel bind(Door door, InetSocketAddress wanted) throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(wanted.getHostString(), wanted.getPort());
        Class<? extends ServerChannel> kind =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return bootstrap(door, kind)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .bind(address)
                .sync()
                .channel();
    }

    private Channel bind(Door door, Path file, int mode) throws IOException, InterruptedException {
        if (!Epoll.isAvailable()) {
            throw new IOException("Unix sockets need Linux");
        }
        UnixSocket.clear(file);
        Channel channel =
                bootstrap(door, EpollServerDomainSocketChannel.class)
                        .bind(new DomainSocketAddress(file.toFile()))
                        .sync()
                        .channel();
        UnixSocket.allow(file, mode);
        channel.closeFuture().addListener(gone -> Files.deleteIfExists(file));
        return channel;
    }

    /** Closes a listener; its connections stay, unless they are to go as well. */
    public void close(String name, boolean alsoClients) {
        Open open = listeners.remove(name);
        if (open != null) {
            open.channel.close().awaitUninterruptibly();
            Tls tls = open.door.tls();
            if (tls != null) {
                closed.put(tls, second()); // a worker may be about to use it
            }
        }
        if (alsoClients) {
            workers.forEach(worker -> worker.leave(name));
        }
    }

    /** Looks for changed files of all listeners. */
    private void look() {
        long second = second();
        listeners.values().stream()
                .map(each -> each.door.tls())
                .filter(Objects::nonNull)
                .forEach(tls -> tls.look(second));
        closed.forEach((tls, since) -> {
            if (second - since > UNUSED_AFTER_SECONDS && closed.remove(tls, since)) {
                tls.close();
            }
        });
    }

    private long second() {
        return clock.nanoTime() / 1_000_000_000;
    }

    /** As it is, or was when the listener was stopped. */
    private long secondsLeft(String name) {
        return Objects.requireNonNull(withTls.get(name)).secondsLeft(clock.epochMillis());
    }

    /** Publishes messages of the server's own. Any thread. */
    public void publish(List<Publish> round) {
        workers.getFirst().publish(round);
    }

    /** Publishes one message of the server's own. Any thread. */
    public void publish(Publish message) {
        workers.getFirst().publish(message);
    }

    /** Takes no more connections, says goodbye to the clients, and ends. At most a few seconds. */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        listeners.values().forEach(open -> open.channel.close().awaitUninterruptibly());
        CountDownLatch left = new CountDownLatch(workers.size());
        workers.forEach(worker -> worker.stop(left::countDown));
        try {
            boolean unused = left.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        turns.close();
        ticker.close();
        handshakes.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        listeners.values().stream()
                .map(open -> open.door.tls())
                .filter(Objects::nonNull)
                .forEach(Tls::close);
    }

    /** TCP_NODELAY is Netty's default; to set it again costs every connection a system call. */
    private ServerBootstrap bootstrap(Door door, Class<? extends ServerChannel> kind) {
        return new ServerBootstrap()
                .group(group, group)
                .channel(kind)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, OneRead::new)
                .childHandler(new Entrance(door));
    }

    /** Hands a new socket to the worker of the loop it came to. */
    private final class Entrance extends ChannelInitializer<Channel> {
        private final Door door;

        Entrance(Door door) {
            this.door = door;
        }

        @Override
        protected void initChannel(Channel channel) {
            Worker worker = byLoop.get(channel.eventLoop());
            Origin origin = worker == null ? null : origin(channel, (NettyLoop) worker.loop());
            if (worker == null || origin == null) {
                channel.close(); // gone before it was looked at
                return;
            }
            SocketEnd end = new SocketEnd((DuplexChannel) channel, worker, door, origin);
            ProxySettings proxy = door.proxy();
            if (proxy != null) {
                channel.pipeline().addLast(new ProxyEnd(end, proxy.userFromName()));
            }
            Tls tls = door.tls();
            if (tls != null) {
                channel.pipeline().addLast(tls.handler(channel.alloc()));
            }
            channel.pipeline().addLast(end);
        }

        private static @Nullable Origin origin(Channel channel, NettyLoop loop) {
            return switch (channel) {
                case EpollDomainSocketChannel local -> Origin.of(UnixSocket.peer(local), 0);
                case SocketChannel socket when socket.remoteAddress() != null -> {
                    InetSocketAddress peer = socket.remoteAddress();
                    yield Origin.of(loop.textOf(peer.getAddress()), peer.getPort());
                }
                default -> null;
            };
        }
    }
}
