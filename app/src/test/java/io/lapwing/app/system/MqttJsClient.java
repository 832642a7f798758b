// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import io.lapwing.base.Latest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client of JavaScript programs, in a Node process of its own that does as it is told. */
final class MqttJsClient extends ForeignClient5 {
    private static final String SCRIPT = "/clients/mqtt-js.js";
    private static final String DEBIANS_MODULES = "/usr/share/nodejs";
    private static final int PATIENCE_SECONDS = 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The server, or the library, said no. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final int code;

        Refused(JsonNode said) {
            super(said.toString());
            code = said.get("error").asInt();
        }
    }

    private final int port;
    private final String clientId;
    private final int version;
    private final Process node;
    private final Writer commands;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> goodbyes = new LinkedBlockingQueue<>();
    private String protocol = "mqtt";
    private @Nullable String trusted;
    private final Latest<Boolean> connected = new Latest<>(false);

    MqttJsClient(int port, String clientId, int version) throws IOException {
        this.port = port;
        this.clientId = clientId;
        this.version = version;
        ProcessBuilder builder = new ProcessBuilder("node", script().toString());
        builder.environment().putIfAbsent("NODE_PATH", DEBIANS_MODULES);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        node = builder.start(); // ./lapwing test installs what is missing
        commands = node.outputWriter();
        BufferedReader events = node.inputReader();
        Thread.ofVirtual().start(() -> readAll(events));
    }

    /** The same over another transport, trusting this certificate. */
    MqttJsClient over(String scheme, Path certificate) {
        protocol = scheme;
        trusted = certificate.toString();
        return this;
    }

    @Override
    boolean connect(Login how) throws Exception {
        Map<String, @Nullable Object> command = new HashMap<>();
        command.put("do", "connect");
        command.put("port", port);
        command.put("protocol", protocol);
        command.put("trusted", trusted);
        command.put("clientId", clientId);
        command.put("version", version);
        command.put("user", how.user());
        command.put("password", how.password());
        command.put("expirySeconds", how.expirySeconds());
        command.put("keepAliveSeconds", how.keepAliveSeconds());
        command.put("will", how.will());
        boolean present = ask(command) == 1;
        connected.set(true);
        return present;
    }

    @Override
    int codeOf(Throwable refused) {
        return ((Refused) refused).code;
    }

    @Override
    void subscribe(String filter, int qos) throws Exception {
        int unused = subscribeFor(filter, qos);
    }

    @Override
    int subscribeFor(String filter, int qos) throws Exception {
        return ask(Map.of("do", "subscribe", "filter", filter, "qos", qos));
    }

    @Override
    void unsubscribe(String filter) throws Exception {
        int unused = ask(Map.of("do", "unsubscribe", "filter", filter));
    }

    @Override
    void publish(String topic, int qos, boolean retain, String text) throws Exception {
        int unused =
                ask(
                        Map.of(
                                "do", "publish", "topic", topic, "qos", qos, "retain", retain,
                                "text", text));
    }

    @Override
    int publish(String topic, int qos, String text, Extras extras) throws Exception {
        return ask(
                Map.of(
                        "do",
                        "publish",
                        "topic",
                        topic,
                        "qos",
                        qos,
                        "text",
                        text,
                        "extras",
                        given(extras)));
    }

    @Override
    boolean isConnected() {
        return connected.value();
    }

    @Override
    void disconnect() throws Exception {
        int unused = ask(Map.of("do", "disconnect"));
    }

    @Override
    int goodbye() throws InterruptedException {
        Integer code = goodbyes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return code == null ? -1 : code;
    }

    @Override
    public void close() throws Exception {
        if (isConnected()) {
            disconnect();
        }
        commands.close();
        node.destroyForcibly();
    }

    private int ask(Map<String, ? extends @Nullable Object> command) throws Exception {
        commands.write(JSON.writeValueAsString(command) + "\n");
        commands.flush();
        JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer to " + command);
        }
        if (answer.has("error")) {
            throw new Refused(answer);
        }
        return answer.get("answer").asInt();
    }

    private void readAll(BufferedReader events) {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                onEvent(line);
            }
        } catch (IOException e) {
            // the process was ended
        }
    }

    private void onEvent(String line) {
        JsonNode event = JSON.readTree(line);
        if (event.has("topic")) {
            arrived(
                    new Arrived(
                            event.get("topic").asString(),
                            event.get("qos").asInt(),
                            event.get("retain").asBoolean(),
                            event.get("text").asString(),
                            JSON.treeToValue(event.get("extras"), Extras.class)));
        } else if (event.has("goodbye")) {
            goodbyes.add(event.get("goodbye").asInt());
        } else if (event.has("closed")) {
            connected.set(false);
        } else {
            answers.add(event);
        }
    }

    /** Without what is not given: JSON's null is a value to the script. */
    private static Map<String, Object> given(Extras extras) {
        Map<String, Object> given = new HashMap<>();
        given.put("user", extras.user());
        putIfGiven(given, "contentType", extras.contentType());
        putIfGiven(given, "responseTopic", extras.responseTopic());
        putIfGiven(given, "correlation", extras.correlation());
        putIfGiven(given, "expirySeconds", extras.expirySeconds());
        return given;
    }

    private static void putIfGiven(Map<String, Object> given, String name, @Nullable Object value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private static Path script() {
        try {
            return Path.of(Objects.requireNonNull(MqttJsClient.class.getResource(SCRIPT)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
