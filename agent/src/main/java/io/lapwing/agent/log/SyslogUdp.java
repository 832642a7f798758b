// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Receives datagrams of syslog: each is one message. What comes too fast the system drops. */
final class SyslogUdp implements Follower {
    private static final long TRY_AGAIN_MILLIS = 5_000;

    private final InetSocketAddress address;
    private final Intake intake;
    private final LogCounts counts;
    private @Nullable DatagramSocket socket;
    private long triedMillis = Long.MIN_VALUE / 2;

    SyslogUdp(InetSocketAddress address, Intake intake, LogCounts counts) {
        this.address = address;
        this.intake = intake;
        this.counts = counts;
    }

    @Override
    public void turn(long nowMillis) {
        boolean open = socket != null && !socket.isClosed();
        if (open || nowMillis - triedMillis < TRY_AGAIN_MILLIS) {
            return;
        }
        triedMillis = nowMillis;
        try {
            DatagramSocket bound = new DatagramSocket(address);
            socket = bound;
            counts.works();
            Thread unused = Thread.ofVirtual().name("log-syslog-udp").start(() -> read(bound));
        } catch (IOException e) {
            counts.failed(e.getMessage() + ": " + address);
        }
    }

    /** The port it got. */
    int port() {
        return socket == null ? -1 : socket.getLocalPort();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private void read(DatagramSocket from) {
        SyslogMessage message = new SyslogMessage(intake);
        Line line = new Line();
        byte[] buffer = new byte[LineSplitter.LINE_BYTES_MAX];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            while (!from.isClosed()) {
                packet.setLength(buffer.length);
                from.receive(packet);
                message.accept(line.set(buffer, 0, packet.getLength()));
            }
        } catch (IOException e) {
            if (!from.isClosed()) {
                counts.failed(String.valueOf(e.getMessage()));
                from.close();
            }
        }
    }
}
