// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.broker.session.Loop;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of Netty's event loops, with the bytes that its connections are read into. */
final class NettyLoop implements Loop {
    /** One read of a socket; what more there is waits for the next turn. */
    static final int READ_BYTES = 64 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    final EventLoop eventLoop;
    final byte[] inbox = new byte[READ_BYTES];

    private @Nullable InetAddress lastPeer;
    private String lastText = "";

    NettyLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** An address as text; thousands of clients behind one address share it. */
    String textOf(InetAddress peer) {
        if (!peer.equals(lastPeer)) {
            lastPeer = peer;
            lastText = peer.getHostAddress();
        }
        return lastText;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public void inMillis(long millis, Runnable task) {
        eventLoop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void everySecond(Runnable task) {
        eventLoop.scheduleAtFixedRate(() -> run(task), 1, 1, TimeUnit.SECONDS);
    }

    /** A task that throws would never be run again. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a fault of ours in a worker's timers", bug);
        }
    }
}
