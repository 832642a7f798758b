// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a VerneMQ shows of itself: metrics whose counters move, and the lines of its log. */
final class FakeVernemq implements AutoCloseable {
    private static final String LABELS =
            "{node=\"VerneMQ@10.0.0.5\",mqtt_version=\"5\",reason_code=\"";

    private final HttpServer server;
    private final Path log;
    private final List<String> refused = new CopyOnWriteArrayList<>();

    FakeVernemq(Path folder) throws IOException {
        this.log = Files.createFile(folder.resolve("console.log"));
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::metrics);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
    }

    Path log() {
        return log;
    }

    /** Refuses a client, as its counter and its log tell. */
    void refuse(String client) throws IOException {
        String line =
                OffsetDateTime.now()
                        + " [warning] <0.309.0> vmq_mqtt5_fsm:check_user/2:923: can't authenticate"
                        + " client {[],<<\""
                        + client
                        + "\">>} from 10.0.0.7:50123 due to invalid_credentials\n";
        Files.writeString(log, line, StandardOpenOption.APPEND);
        refused.add(client);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String text =
                "# TYPE vernemq_mqtt_publish_error counter\n"
                        + "vernemq_mqtt_publish_error{node=\"VerneMQ@10.0.0.5\",mqtt_version=\"4\"}"
                        + " 0\n# TYPE vernemq_mqtt_connack_sent counter\n"
                        + "vernemq_mqtt_connack_sent"
                        + LABELS
                        + "success\"} 1000\nvernemq_mqtt_connack_sent"
                        + LABELS
                        + "bad_username_or_password\"} "
                        + (500 + refused.size())
                        + "\n";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
