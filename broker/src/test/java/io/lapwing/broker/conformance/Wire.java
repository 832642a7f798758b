// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.block;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A socket on which a test speaks MQTT byte by byte. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final MqttVersion version;

    Wire(int port, MqttVersion version) {
        this.version = version;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MqttVersion version() {
        return version;
    }

    // What is sent.

    Wire send(int first, Object... body) {
        return sendBytes(packet(first, body));
    }

    Wire sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A block of properties where this version has one. */
    byte[] properties(Object... parts) {
        return properties(version, parts);
    }

    static byte[] properties(MqttVersion version, Object... parts) {
        return version.isV5() ? block(parts) : Bytes.NONE;
    }

    /** A CONNECT with these flags; properties are those of MQTT 5. */
    static byte[] connect(
            MqttVersion version, int flags, int keepAlive, byte[] properties, Object... payload) {
        String name = version == MqttVersion.V3_1 ? "MQIsdp" : "MQTT";
        byte[] block = properties(version, properties);
        return packet(0x10, name, version.level(), flags, two(keepAlive), block, join(payload));
    }

    Wire connect(int flags, byte[] properties, Object... payload) {
        return sendBytes(connect(version, flags, 60, properties, payload));
    }

    /** A clean start under this client id, accepted. */
    Wire in(String clientId) {
        connect(0x02, Bytes.NONE, clientId).accepted();
        return this;
    }

    /** Comes with a session that outlives its connection. */
    Got resume(String clientId, boolean clean) {
        byte[] expiry = join(0x11, Bytes.four(3_600));
        return connect(clean ? 0x02 : 0x00, expiry, clientId).accepted();
    }

    void sendSubscribe(int id, String filter, int options) {
        send(0x82, two(id), properties(), filter, options);
    }

    /** Subscribes with these options, and is granted their QoS. */
    Wire subscribe(String filter, int options) {
        sendSubscribe(1, filter, options);
        assertThat(next(Got.SUBACK).codes()).containsExactly(options & 3);
        return this;
    }

    Wire publish(int qos, int id, String topic, String payload) {
        byte[] packetId = qos == 0 ? Bytes.NONE : two(id);
        return send(0x30 | qos << 1, topic, packetId, properties(), raw(payload));
    }

    Wire retain(String topic, String payload) {
        return send(0x31, topic, properties(), raw(payload)).ping();
    }

    /** PUBACK and its kin, without a reason. */
    Wire ack(int first, int id) {
        return send(first, two(id));
    }

    // What comes.

    Got next() {
        try {
            InputStream in = socket.getInputStream();
            int first = in.read();
            assertThat(first).as("the server closed instead of sending").isNotNegative();
            int length = 0;
            int shift = 0;
            int part;
            do {
                part = in.read();
                length |= (part & 0x7F) << shift;
                shift += 7;
            } while (part > 0x7F);
            byte[] body = in.readNBytes(length);
            assertThat(body).hasSize(length);
            return new Got(version, first, body);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came within " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, which is of this type. */
    Got next(int type) {
        Got got = next();
        assertThat(got.type()).as("the type of " + got).isEqualTo(type & 0xF0);
        return got;
    }

    /** The next packet is this, to the last bit. */
    Wire expect(int first, Object... body) {
        Got wanted = new Got(version, first, join(body));
        assertThat(next()).hasToString(wanted.toString());
        return this;
    }

    /** The next packet is a message with this payload. */
    Got expectMessage(String payload) {
        Got got = next(Got.PUBLISH);
        assertThat(got.payload()).isEqualTo(payload);
        return got;
    }

    /** The CONNACK that lets this client in. */
    Got accepted() {
        Got got = next(Got.CONNACK);
        assertThat(got.byteAt(1)).as("the code of " + got).isZero();
        return got;
    }

    boolean sessionPresent(Got connack) {
        return connack.byteAt(0) == 1;
    }

    /** The server ends the connection; all that came before was read. */
    void expectClosed() {
        try {
            assertThat(socket.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException e) {
            throw new AssertionError("broken off instead of closed", e);
        }
    }

    /** MQTT 5 is told why in a DISCONNECT, MQTT 3 is only closed. */
    void expectEnd(int reason) {
        if (version.isV5()) {
            Got goodbye = next(Got.DISCONNECT);
            assertThat(goodbye.first()).isEqualTo(0xE0);
            assertThat(goodbye.byteAt(0)).as("reason").isEqualTo(reason);
        }
        expectClosed();
    }

    /** A CONNECT is refused: with this code on MQTT 5, and on MQTT 3 with that one, 0 for none. */
    void expectRefused(int reason, int returnCode) {
        if (version.isV5()) {
            Got refusal = next(Got.CONNACK);
            assertThat(refusal.byteAt(0)).as("session present").isZero();
            assertThat(refusal.byteAt(1)).as("reason").isEqualTo(reason);
        } else if (returnCode != 0) {
            expect(0x20, 0, returnCode);
        }
        expectClosed();
    }

    /** Everything that was sent is dealt with, and nothing else came before. */
    Wire ping() {
        send(0xC0);
        expect(0xD0);
        return this;
    }

    /** Breaks the connection without a goodbye. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
