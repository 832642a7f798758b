// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of a test: answers each hook as it was told to, and keeps what it was asked. */
public final class HookServer implements AutoCloseable {
    /** A call as it came in. */
    public record Call(String hook, JsonNode question) {}

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> cacheControl = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private int status = 200;
    private CountDownLatch gate = new CountDownLatch(0);

    public HookServer() {
        this(0);
    }

    HookServer(int port) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::onCall);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port() + "/hooks";
    }

    public HookServer answer(String hook, String json) {
        answers.put(hook, json);
        return this;
    }

    public HookServer keep(String hook, int seconds) {
        cacheControl.put(hook, "max-age=" + seconds);
        return this;
    }

    /** Everything is answered with an error from now on. */
    public void status503() {
        status = 503;
    }

    /** Nothing is answered until the gate opens. */
    public void shut() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        gate.countDown();
    }

    public List<Call> calls(String hook) {
        return calls.stream().filter(call -> call.hook.equals(hook)).toList();
    }

    /** All that was called, in order. */
    public List<String> hooks() {
        return calls.stream().map(Call::hook).toList();
    }

    private void onCall(HttpExchange exchange) throws IOException {
        String hook = exchange.getRequestHeaders().getFirst("vernemq-hook");
        byte[] question = exchange.getRequestBody().readAllBytes();
        calls.add(new Call(hook, JsonMapper.shared().readTree(question)));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] answer = answers.getOrDefault(hook, "{}").getBytes(StandardCharsets.UTF_8);
        String cache = cacheControl.get(hook);
        if (cache != null) {
            exchange.getResponseHeaders().add("cache-control", cache);
        }
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        open();
        server.stop(0);
    }
}
