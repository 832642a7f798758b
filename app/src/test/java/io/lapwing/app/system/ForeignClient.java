// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client library that others wrote, used in the same few ways. */
abstract class ForeignClient implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /** Which library, and what it is told when the password is wrong. */
    enum Kind {
        HIVEMQ_3(4),
        HIVEMQ_5(0x86),
        PAHO_3(4),
        PAHO_5(0x86);

        final int wrongPassword;

        Kind(int wrongPassword) {
            this.wrongPassword = wrongPassword;
        }

        ForeignClient client(int port, String clientId) throws Exception {
            return switch (this) {
                case HIVEMQ_3 -> new HiveClients.Mqtt3(port, clientId);
                case HIVEMQ_5 -> new HiveClients.Mqtt5(port, clientId);
                case PAHO_3 -> new PahoClients.Mqtt3(port, clientId);
                case PAHO_5 -> new PahoClients.Mqtt5(port, clientId);
            };
        }
    }

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    abstract void connect(String user, String password) throws Exception;

    /** The code of the CONNACK in what {@link #connect} threw. */
    abstract int codeOf(Throwable refused);

    /** Returns once it is acknowledged. */
    abstract void subscribe(String filter, int qos) throws Exception;

    /** Returns once it is acknowledged, as far as its QoS knows. */
    abstract void publish(String topic, int qos, boolean retain, String text) throws Exception;

    @Override
    public abstract void close() throws Exception;

    /** The next message: topic, QoS and text. */
    final String next() throws InterruptedException {
        String message = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    final void arrived(String topic, int qos, byte[] payload) {
        arrived.add(topic + " " + qos + " " + new String(payload, StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
