// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.broker.net.proxy.BadProxyHeader;
import io.lapwing.broker.net.proxy.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;

/** Takes the proxy's header off the front of a connection; then it is gone. */
final class ProxyEnd extends ChannelInboundHandlerAdapter {
    private static final byte[] NOTHING = {};

    private final SocketEnd socket;
    private final boolean userFromName;
    private byte[] held = NOTHING;
    private boolean refused;

    ProxyEnd(SocketEnd socket, boolean userFromName) {
        this.socket = socket;
        this.userFromName = userFromName;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Passage way = socket.passage();
        if (refused || way == null || !way.isOpen()) {
            bytes.release();
            return;
        }
        int before = held.length;
        int taken = Math.min(bytes.readableBytes(), ProxyHeader.BYTES_MAX - before);
        held = Arrays.copyOf(held, before + taken);
        bytes.getBytes(bytes.readerIndex(), held, before, taken);
        try {
            ProxyHeader header = ProxyHeader.read(held, held.length, userFromName);
            if (header == null) {
                bytes.release();
                return;
            }
            bytes.skipBytes(header.length() - before);
            context.pipeline().remove(this);
            way.proxied(header);
            context.fireChannelRead(bytes);
        } catch (BadProxyHeader bad) {
            bytes.release();
            refused = true;
            way.misled(String.valueOf(bad.getMessage()));
        }
    }
}
