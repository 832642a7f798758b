// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web server that keeps the bytes that are posted to it, and answers as it is told. */
final class Sink implements AutoCloseable {
    /** What was posted; the names of the headers are in lower case. */
    record Post(Map<String, String> headers, byte[] body) {}

    /** An answer. */
    record Said(int status, Map<String, String> headers, byte[] body) {
        static Said status(int status, String... header) {
            Map<String, String> headers =
                    header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
            return new Said(status, headers, new byte[0]);
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    private final List<Said> answers = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private boolean holds;

    Sink() {
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

    /** One that answers nothing. */
    static Sink holding() {
        Sink sink = new Sink();
        sink.holds = true;
        return sink;
    }

    void answerNext(Said... said) {
        answers.addAll(List.of(said));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in?secret=s3cret";
    }

    /** Waits until so many were posted, and answers the last of them. */
    Post post(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> posts.size() >= count);
        return posts.get(count - 1);
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        posts.add(new Post(headers, exchange.getRequestBody().readAllBytes()));
        if (holds) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Said said = answers.isEmpty() ? Said.status(200) : answers.removeFirst();
        said.headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(said.status, said.body.length == 0 ? -1 : said.body.length);
        if (said.body.length > 0) {
            exchange.getResponseBody().write(said.body);
        }
        exchange.close();
    }
}
