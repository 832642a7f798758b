// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.net.web.WebSettings;
import io.lapwing.broker.net.web.WebSocket;
import io.lapwing.broker.session.Connection;
import io.lapwing.broker.session.Transport;
import io.lapwing.broker.session.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one handler of a socket: copies what is read into its loop's bytes and hands them to the
 * connection, and writes what the connection has to say. No codec stands in between.
 */
final class SocketEnd extends ChannelInboundHandlerAdapter implements Transport {
    private static final long SECOND_MILLIS = 1_000;

    private final DuplexChannel channel;
    private final Connection connection;
    private final Door door;
    private NettyLoop loop;
    private @Nullable Passage passage; // where MQTT does not begin with the first byte
    private @Nullable WebSocket web;
    private long bytesBefore; // that waited when it was asked last, where the system cannot tell

    SocketEnd(DuplexChannel channel, Worker worker, Door door, Origin origin) {
        this.channel = channel;
        this.loop = (NettyLoop) worker.loop();
        this.connection = new Connection(worker, this, door.listening(), origin);
        this.door = door;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.onOpen();
        if (!door.isPlain()) {
            Passage way = new Passage(door, this, connection.arrival());
            WebSettings settings = door.web();
            web = settings == null ? null : new WebSocket(settings, connection, way);
            passage = way;
            way.begin();
        }
    }

    @Nullable Passage passage() {
        return passage;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                int length = Math.min(bytes.readableBytes(), NettyLoop.READ_BYTES);
                bytes.readBytes(loop.inbox, 0, length);
                WebSocket inside = web;
                if (inside == null) {
                    connection.onRead(loop.inbox, length);
                } else {
                    inside.onRead(loop.inbox, length);
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            connection.onWritable();
        }
    }

    /** The peer shut its side down; it may still read. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.onEnd();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            onHandshake(handshake);
        } else if (event == SslCloseCompletionEvent.SUCCESS) {
            connection.onEnd();
        }
    }

    private void onHandshake(SslHandshakeCompletionEvent handshake) {
        Passage way = passage;
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (way == null) {
            return;
        }
        if (!handshake.isSuccess()) {
            way.failed(handshake.cause());
        } else if (handler != null) {
            way.secured(handler);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Passage way = passage;
        if (way != null && way.isOpen() && cause instanceof DecoderException) {
            way.failed(cause); // before a handshake began
        } else if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            connection.onError(); // the peer reset the connection, or the network did
        } else {
            connection.onFault(cause);
        }
    }

    @Override
    public void write(byte[] bytes, int length) {
        if (web != null) {
            byte[] header = new byte[WebSocket.HEADER_BYTES_MAX];
            write(header, WebSocket.header(header, length), bytes, length);
        } else {
            writeRaw(bytes, length);
        }
    }

    /** Writes bytes as they are. */
    void writeRaw(byte[] bytes, int length) {
        ByteBuf out = channel.alloc().directBuffer(length, length);
        out.writeBytes(bytes, 0, length);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    private void write(byte[] header, int headerLength, byte[] bytes, int length) {
        ByteBuf out = channel.alloc().directBuffer(headerLength + length, headerLength + length);
        out.writeBytes(header, 0, headerLength);
        out.writeBytes(bytes, 0, length);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean takesBytes() {
        if (channel instanceof EpollSocketChannel socket && socket.isOpen()) {
            try {
                return socket.tcpInfo().lastDataSent() < SECOND_MILLIS;
            } catch (ChannelException e) {
                return false; // it was closed just now
            }
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        long bytes = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        boolean changed = bytes != bytesBefore;
        bytesBefore = bytes;
        return changed;
    }

    @Override
    public void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void finish() {
        sayGoodbye();
        // Shutting the output down at once would throw away what is not yet written.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> endOutput());
    }

    private void endOutput() {
        SslHandler handler = door.isPlain() ? null : channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            channel.shutdownOutput();
        } else {
            handler.closeOutbound().addListener(told -> channel.shutdownOutput());
        }
    }

    private void sayGoodbye() {
        if (web != null) {
            web.close();
        }
    }

    @Override
    public void closeWhenWritten() {
        sayGoodbye();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void moveTo(Worker worker, Runnable then) {
        NettyLoop target = (NettyLoop) worker.loop();
        channel.deregister().addListener(gone -> register(target, then));
    }

    private void register(NettyLoop target, Runnable then) {
        target.eventLoop
                .register(channel)
                .addListener(there -> {
                    loop = target;
                    then.run();
                    if (!there.isSuccess()) {
                        connection.onClosed(); // it was closed on the way
                    }
                });
    }
}
