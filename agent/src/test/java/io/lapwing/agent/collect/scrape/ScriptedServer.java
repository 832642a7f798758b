// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says what a test scripts, byte by byte, whatever it was asked. */
final class ScriptedServer implements AutoCloseable {
    /** What is done with a connection on which a whole request has come. */
    interface Script {
        void answer(OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Script script;

    private ScriptedServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedServer start(Script script) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    static ScriptedServer start(ServerSocket socket, Script script) {
        ScriptedServer started = new ScriptedServer(socket, script);
        Thread.ofPlatform().daemon().start(started::accept);
        return started;
    }

    /** Answers each request with these metrics. */
    static ScriptedServer telling(String metrics) throws IOException {
        return start(out -> out.write(ok(metrics)));
    }

    static byte[] ok(String metrics) {
        byte[] body = metrics.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + metrics).getBytes(StandardCharsets.UTF_8);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/metrics");
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) { // it may still accept what came while it was closing
                    socket.close();
                }
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            for (int each = in.read(); each >= 0; each = in.read()) {
                request.append((char) each);
                if (request.toString().endsWith("\r\n\r\n")) {
                    requests.add(request.toString());
                    request.setLength(0);
                    script.answer(socket.getOutputStream());
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            return; // the other side has had enough
        }
    }
}
