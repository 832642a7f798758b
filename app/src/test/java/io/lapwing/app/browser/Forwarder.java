// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A network between browser and program that can fall silent, or break. */
final class Forwarder implements AutoCloseable {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final int target;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Semaphore passing = new Semaphore(1);
    private ServerSocket server;

    Forwarder(int target) {
        this.target = target;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    /** From now on nothing passes, but all connections stay. */
    void freeze() {
        passing.acquireUninterruptibly();
    }

    void thaw() {
        passing.release();
    }

    /** Ends all connections; new ones are refused. */
    void cut() {
        end(server);
        open.forEach(Forwarder::end);
        open.clear();
    }

    void mend() {
        server = listen(port);
    }

    @Override
    public void close() {
        cut();
    }

    private ServerSocket listen(int wanted) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(HERE, wanted));
            Thread.ofVirtual().start(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(HERE, target);
                open.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            }
        } catch (IOException e) {
            end(listening);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                passing.acquireUninterruptibly();
                passing.release();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side is gone, and then so is the other
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
