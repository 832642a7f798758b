// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Config;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.refusals.RefusalSeries;
import io.lapwing.broker.session.Listening;
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
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The event loops with a worker on each, and the listeners in front of them. */
public final class Net implements AutoCloseable {
    /** Connections of each listener that take up room. */
    public static final Family LISTENER_CONNECTIONS =
            Family.gauge("listener_connections", "Connections of a listener.", "listener");

    /** The network takes this much before a client counts as slow, and this little after. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 * 1_024, 512 * 1_024);

    private static final int BACKLOG = 4_096;
    private static final long STOP_SECONDS = 3;

    private final Metrics metrics;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<EventExecutor, Worker> byLoop = new IdentityHashMap<>();
    private final List<Channel> listeners = new ArrayList<>();

    /** Starts the workers; no listener is open yet. */
    public Net(Config config, Metrics metrics, Shared shared) {
        this.metrics = metrics;
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
    }

    /**
     * Opens a listener.
     *
     * @return the address it is bound to
     * @throws CannotListen when the address is in use, or not one of this machine
     */
    public InetSocketAddress listen(Config config, String instance) {
        ListenerSettings settings = ListenerSettings.tcp(config, instance);
        Listening listening =
                new Listening(
                        settings,
                        RefusalSeries.of(metrics, settings.name()),
                        metrics.series(LISTENER_CONNECTIONS, settings.name()),
                        new Listening.Caps(
                                config.get(ListenerOptions.MAX_CONNECTIONS, instance),
                                config.get(ListenerOptions.MAX_CONNECTION_LIFETIME, instance)
                                        .toSeconds()));
        InetSocketAddress wanted = config.get(ListenerOptions.TCP, instance);
        InetSocketAddress address = new InetSocketAddress(wanted.getHostString(), wanted.getPort());
        try {
            Channel channel = bootstrap(listening).bind(address).sync().channel();
            listeners.add(channel);
            return (InetSocketAddress) channel.localAddress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotListen("listener.tcp." + instance, wanted, e);
        } catch (Exception e) { // Netty throws what the system said, undeclared
            throw new CannotListen("listener.tcp." + instance, wanted, e);
        }
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
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        CountDownLatch left = new CountDownLatch(workers.size());
        workers.forEach(worker -> worker.stop(left::countDown));
        try {
            boolean unused = left.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** TCP_NODELAY is Netty's default; to set it again costs every connection a system call. */
    private ServerBootstrap bootstrap(Listening listening) {
        Class<? extends ServerSocketChannel> kind =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(group, group)
                .channel(kind)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, OneRead::new)
                .childHandler(new Entrance(listening));
    }

    /** Hands a new socket to the worker of the loop it came to. */
    private final class Entrance extends ChannelInitializer<SocketChannel> {
        private final Listening listening;

        Entrance(Listening listening) {
            this.listening = listening;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            InetSocketAddress peer = channel.remoteAddress();
            Worker worker = byLoop.get(channel.eventLoop());
            if (peer == null || worker == null) {
                channel.close(); // gone before it was looked at
                return;
            }
            String address = ((NettyLoop) worker.loop()).textOf(peer.getAddress());
            SocketEnd.NewSocket socket =
                    new SocketEnd.NewSocket(listening, address, peer.getPort());
            channel.pipeline().addLast(new SocketEnd(channel, worker, socket));
        }
    }
}
