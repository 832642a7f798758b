// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How much Netty reads of a socket that has something: one buffer of fixed size, once a turn. Every
 * connection keeps one of these; Netty's own, which can do more, are four times as large.
 */
final class OneRead implements RecvByteBufAllocator.ExtendedHandle {
    private int attempted;
    private int last;

    @Override
    public ByteBuf allocate(ByteBufAllocator buffers) {
        return buffers.ioBuffer(NettyLoop.READ_BYTES);
    }

    @Override
    public int guess() {
        return NettyLoop.READ_BYTES;
    }

    @Override
    public void lastBytesRead(int bytes) {
        last = bytes;
    }

    @Override
    public int lastBytesRead() {
        return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
        return attempted;
    }

    @Override
    public boolean continueReading() {
        return false;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return false;
    }

    @Override
    public void reset(ChannelConfig config) {}

    @Override
    public void incMessagesRead(int count) {}

    @Override
    public void readComplete() {}
}
