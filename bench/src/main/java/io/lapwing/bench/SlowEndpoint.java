// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A webhook that says yes after a while: {@code SlowEndpoint PORT MILLISECONDS}. One thread; what
 * it reads it takes for one whole request.
 */
public final class SlowEndpoint {
    private static final byte[] YES =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
                            + "{\"result\":\"ok\"}")
                    .getBytes(StandardCharsets.US_ASCII);

    private record Due(long atNanos, SocketChannel to) {}

    private SlowEndpoint() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        long delayNanos = Long.parseLong(args[1]) * 1_000_000;
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        int port = Integer.parseInt(args[0]);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Deque<Due> due = new ArrayDeque<>();
        ByteBuffer inbox = ByteBuffer.allocateDirect(65_536);
        while (true) {
            Due first = due.peek();
            long wait = first == null ? 1_000_000_000 : first.atNanos - System.nanoTime();
            if (wait >= 1_000_000) {
                selector.select(wait / 1_000_000);
            } else {
                selector.selectNow();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    SocketChannel client = server.accept();
                    client.configureBlocking(false);
                    client.register(selector, SelectionKey.OP_READ);
                } else {
                    inbox.clear();
                    SocketChannel client = (SocketChannel) key.channel();
                    if (client.read(inbox) < 0) {
                        client.close();
                    } else if (inbox.position() > 0 && inbox.get(inbox.position() - 1) == '}') {
                        due.add(new Due(System.nanoTime() + delayNanos, client));
                    }
                }
            }
            selector.selectedKeys().clear();
            while (!due.isEmpty() && due.peek().atNanos - System.nanoTime() <= 0) {
                due.remove().to.write(ByteBuffer.wrap(YES));
            }
        }
    }
}
