// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client library that others wrote, used in the same few ways. */
abstract class ForeignClient implements AutoCloseable {
    static final String USER = "pump-7";
    static final String PASSWORD = "correct horse";

    private static final int PATIENCE_SECONDS = 20;

    /** Which library, and what it is told when the password is wrong. */
    enum Kind {
        HIVEMQ_3(4),
        HIVEMQ_5(0x86),
        PAHO_3(4),
        PAHO_5(0x86),
        MQTTJS_3(4),
        MQTTJS_5(0x86);

        final int wrongPassword;

        Kind(int wrongPassword) {
            this.wrongPassword = wrongPassword;
        }

        ForeignClient client(int port, String clientId) throws Exception {
            return switch (this) {
                case HIVEMQ_3 -> new HiveClient3(port, clientId);
                case PAHO_3 -> new PahoClient3(port, clientId);
                case MQTTJS_3 -> new MqttJsClient(port, clientId, 4);
                case HIVEMQ_5, PAHO_5, MQTTJS_5 -> client5(port, clientId);
            };
        }

        ForeignClient5 client5(int port, String clientId) throws Exception {
            return switch (this) {
                case HIVEMQ_5 -> new HiveClient5(port, clientId);
                case PAHO_5 -> new PahoClient5(port, clientId);
                case MQTTJS_5 -> new MqttJsClient(port, clientId, 5);
                case HIVEMQ_3, PAHO_3, MQTTJS_3 -> throw new IllegalArgumentException(name());
            };
        }
    }

    /**
     * How to connect.
     *
     * @param expirySeconds how long the session stays; 0 for a clean one that ends at once
     * @param will the topic of a QoS 1 will "gone"; null for none
     */
    record Login(
            String user,
            String password,
            int expirySeconds,
            int keepAliveSeconds,
            @Nullable String will) {
        static final Login CLEAN = new Login(USER, PASSWORD, 0, 60, null);
        static final Login KEPT = new Login(USER, PASSWORD, 600, 60, null);

        boolean clean() {
            return expirySeconds == 0;
        }

        Login withWill(String topic) {
            return new Login(user, password, expirySeconds, keepAliveSeconds, topic);
        }

        Login withKeepAlive(int seconds) {
            return new Login(user, password, expirySeconds, seconds, will);
        }
    }

    /**
     * What MQTT 5 adds to a message.
     *
     * @param expirySeconds null for a message that does not expire
     * @param subscriptionIds of a message that arrived, as far as the library shows them
     */
    record Extras(
            @Nullable String contentType,
            @Nullable String responseTopic,
            @Nullable String correlation,
            @Nullable Long expirySeconds,
            Map<String, String> user,
            List<Integer> subscriptionIds) {
        static final Extras NONE = new Extras(null, null, null, null, Map.of(), List.of());

        static Extras expiring(long seconds) {
            return new Extras(null, null, null, seconds, Map.of(), List.of());
        }

        static Extras reply(String topic, String correlation) {
            return new Extras(null, topic, correlation, null, Map.of(), List.of());
        }
    }

    /** A message as it arrived. */
    record Arrived(String topic, int qos, boolean retain, String text, Extras extras) {
        @Override
        public String toString() {
            return topic + " " + qos + " " + text;
        }
    }

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

    /** Whether a session was there; throws when the server refuses. */
    abstract boolean connect(Login how) throws Exception;

    /** The code of the CONNACK in what {@link #connect} threw. */
    abstract int codeOf(Throwable refused);

    /** Returns once it is acknowledged. */
    abstract void subscribe(String filter, int qos) throws Exception;

    abstract void unsubscribe(String filter) throws Exception;

    /** Returns once it is acknowledged, as far as its QoS knows. */
    abstract void publish(String topic, int qos, boolean retain, String text) throws Exception;

    abstract boolean isConnected();

    /** Says goodbye; the session stays as agreed. */
    abstract void disconnect() throws Exception;

    @Override
    public abstract void close() throws Exception;

    final void connect() throws Exception {
        boolean unused = connect(Login.CLEAN);
    }

    /** The next message: topic, QoS and text. */
    final String next() throws InterruptedException {
        return nextMessage().toString();
    }

    final Arrived nextMessage() throws InterruptedException {
        Arrived message = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    final void arrived(Arrived message) {
        arrived.add(message);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
