// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.Broker;
import io.lapwing.broker.systree.ServerName;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What TLS costs a broker: connections a second with a full handshake, with a resumed one and
 * without TLS, each with CONNECT and CONNACK; and messages of 1 KB at QoS 0 from one client to
 * another. Clients and broker share the machine, so what counts is the processor time of the
 * broker's workers, which are the only threads that are measured.
 */
public final class SecureTransport {
    private static final int SECONDS = 4;
    private static final int AT_A_TIME = 32;
    private static final int PAYLOAD_BYTES = 1_024;
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] CONNECT = HEX.parseHex("100C00044D5154540402003C0000");
    private static final byte[] PING = HEX.parseHex("C000");
    private static final byte[] SUBSCRIBE = HEX.parseHex("8206000100016100");
    private static final byte[] PUBLISHES = publishes(32);

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Broker broker;
    private long done;
    private boolean ended;

    private SecureTransport(Broker broker) {
        this.broker = broker;
    }

    /** The certificate of the server, its key, and the threads for handshakes. */
    public static void main(String[] files) throws Exception {
        Config config =
                Config.of(
                        Map.of(
                                "listener.tcp.default",
                                "127.0.0.1:0",
                                "listener.ssl.default",
                                "127.0.0.1:0",
                                "listener.ssl.default.certfile",
                                files[0],
                                "listener.ssl.default.keyfile",
                                files[1],
                                "tls_handshake_threads",
                                files[2],
                                "allow_anonymous",
                                "on"));
        Clock clock = Clock.system();
        try (Broker broker =
                Broker.start(
                        config,
                        clock,
                        new Metrics(),
                        new Events(clock),
                        new ServerName("bench", "0"),
                        null)) {
            SecureTransport bench = new SecureTransport(broker);
            bench.run();
            bench.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private void run() throws Exception {
        SslContext fresh = context(0);
        SslContext resuming = context(1_000);
        connections("warm-up, full", fresh);
        connections("plain", null);
        connections("full handshake", fresh);
        connections("resumed", resuming);
        messages("plain", null);
        messages("TLS 1.3", fresh);
    }

    private static SslContext context(int sessions) throws Exception {
        SslContext context =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL)
                        .protocols("TLSv1.3")
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .sessionCacheSize(sessions)
                        .build();
        if (sessions == 0) {
            ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
        }
        return context;
    }

    private void connections(String name, @Nullable SslContext tls) throws Exception {
        done = 0;
        ended = false;
        long cpu = workerNanos();
        Bystander bystander = new Bystander(port(null));
        Thread pinging = Thread.ofPlatform().start(bystander);
        for (int i = 0; i < AT_A_TIME; i++) {
            open(tls, new Comer(tls));
        }
        TimeUnit.SECONDS.sleep(SECONDS);
        long count = done;
        long used = workerNanos() - cpu;
        ended = true;
        pinging.join();
        System.out.printf(
                "%-16s %,8.0f connections/s, %6.1f µs each; a bystander's ping %s%n",
                name, count / (double) SECONDS, used / 1_000.0 / count, bystander.told());
        TimeUnit.MILLISECONDS.sleep(500);
    }

    private void messages(String name, @Nullable SslContext tls) throws Exception {
        done = 0;
        ended = false;
        Receiver receiver = new Receiver();
        Channel subscriber = open(tls, receiver);
        TimeUnit.MILLISECONDS.sleep(300);
        subscriber.writeAndFlush(Unpooled.wrappedBuffer(SUBSCRIBE)).sync();
        TimeUnit.MILLISECONDS.sleep(200);
        Channel publisher = open(tls, new Publisher());
        TimeUnit.SECONDS.sleep(1);
        long before = receiver.bytes;
        long cpu = workerNanos();
        TimeUnit.SECONDS.sleep(SECONDS);
        long count = (receiver.bytes - before) / (PUBLISHES.length / 32);
        long used = workerNanos() - cpu;
        System.out.printf(
                "%-16s %,8.0f messages/s of 1 KB, %6.2f µs each%n",
                name, count / (double) SECONDS, used / 1_000.0 / count);
        ended = true;
        publisher.close().sync();
        subscriber.close().sync();
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private Channel open(@Nullable SslContext tls, ChannelInboundHandlerAdapter handler)
            throws InterruptedException {
        return bootstrap(tls, handler).connect("127.0.0.1", port(tls)).sync().channel();
    }

    private Bootstrap bootstrap(@Nullable SslContext tls, ChannelInboundHandlerAdapter handler) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                if (tls != null) {
                                    SslHandler secure =
                                            tls.newHandler(channel.alloc(), "localhost", 1);
                                    channel.pipeline().addLast(secure);
                                }
                                channel.pipeline().addLast(handler);
                            }
                        });
    }

    private int port(@Nullable SslContext tls) {
        String name = tls == null ? "tcp.default" : "ssl.default";
        String address =
                broker.listeners().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .address();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static long workerNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null
                    && (each.getThreadName().startsWith("worker-")
                            || each.getThreadName().startsWith("lapwing-tls"))) {
                nanos += threads.getThreadCpuTime(each.getThreadId());
            }
        }
        return nanos;
    }

    private static byte[] publishes(int count) {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            out.writeByte(0x30);
            out.writeByte((PAYLOAD_BYTES + 3) & 0x7F | 0x80);
            out.writeByte((PAYLOAD_BYTES + 3) >> 7);
            out.writeShort(1).writeByte('a');
            out.writeZero(PAYLOAD_BYTES);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** A client that was in before, without TLS, and pings every two milliseconds. */
    private final class Bystander implements Runnable {
        private final int port;
        private final List<Long> nanos = new ArrayList<>();

        Bystander(int port) {
            this.port = port;
        }

        @Override
        public void run() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(CONNECT);
                socket.getInputStream().readNBytes(4);
                while (!ended) {
                    long began = System.nanoTime();
                    socket.getOutputStream().write(PING);
                    socket.getInputStream().readNBytes(2);
                    nanos.add(System.nanoTime() - began);
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        String told() {
            Collections.sort(nanos);
            return "p50 %.2f ms, p99 %.2f ms, longest %.2f ms"
                    .formatted(millis(0.5), millis(0.99), millis(1));
        }

        private double millis(double part) {
            int index = (int) Math.min(nanos.size() - 1, (long) (part * nanos.size()));
            return nanos.get(index) / 1e6;
        }
    }

    /** Connects, is let in, leaves, and comes again. */
    private final class Comer extends ChannelInboundHandlerAdapter {
        private final @Nullable SslContext tls;

        Comer(@Nullable SslContext tls) {
            this.tls = tls;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONNECT));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            done++;
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!ended) {
                bootstrap(tls, new Comer(tls)).connect("127.0.0.1", port(tls));
            }
        }
    }

    private static final class Receiver extends ChannelInboundHandlerAdapter {
        private long bytes;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONNECT));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf read = (ByteBuf) message;
            bytes += read.readableBytes();
            read.release();
        }
    }

    private final class Publisher extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONNECT));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            publish(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            publish(context);
        }

        private void publish(ChannelHandlerContext context) {
            while (!ended && context.channel().isWritable()) {
                context.writeAndFlush(Unpooled.wrappedBuffer(PUBLISHES));
            }
        }
    }
}
