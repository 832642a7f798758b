// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import io.lapwing.base.Latest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between a client and the broker, to be cut: whatever the library, its connection breaks
 * without a goodbye. A line that is mute loses what the client says, its acknowledgements among it.
 */
final class Line implements AutoCloseable {
    private final int brokerPort;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Latest<Boolean> mute = new Latest<>(false);

    Line(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where clients connect to instead of the broker. */
    int port() {
        return door.getLocalPort();
    }

    /** From now on the broker hears nothing of the client. */
    void mute() {
        mute.set(true);
    }

    /** Breaks every connection; new ones work again. */
    void cut() {
        mute.set(true);
        sockets.forEach(Line::reset);
        sockets.clear();
        mute.set(false);
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                sockets.add(client);
                sockets.add(broker);
                Thread.ofVirtual().start(() -> pump(client, broker, true));
                Thread.ofVirtual().start(() -> pump(broker, client, false));
            }
        } catch (IOException e) {
            // the line is closed, or the broker is gone
        }
    }

    private void pump(Socket from, Socket to, boolean fromClient) {
        byte[] bytes = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!fromClient || !mute.value()) {
                    out.write(bytes, 0, count);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
