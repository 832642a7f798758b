// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web server that notes what is posted to it, and answers as it is told. */
final class Hook implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What was posted. */
    record Post(String path, String authorization, String type, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final boolean holds;
    private final HttpServer server;

    private Hook(boolean holds) {
        this.holds = holds;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    static Hook open() {
        return new Hook(false);
    }

    /** One that does not answer before it is released. */
    static Hook holding() {
        return new Hook(true);
    }

    /** The next posts are answered so; those after them with 200. */
    void answerNext(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    void release() {
        held.countDown();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until so many were posted, and answers the last. */
    Post post(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> posts.size() >= count);
        return posts.get(count - 1);
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        posts.add(
                new Post(
                        exchange.getRequestURI().toString(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                        body));
        if (holds) {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        int status = answers.isEmpty() ? 200 : answers.removeFirst();
        byte[] answer = ("status " + status).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
