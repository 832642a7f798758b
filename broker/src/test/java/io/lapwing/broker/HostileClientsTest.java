// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that dribble, flood and lie, while a pair of good ones goes on as if alone. */
class HostileClientsTest {
    private static final int HOSTILE = 60;
    private static final int MESSAGES = 300;
    private static final long P99_NANOS_MAX = 250_000_000; // on a machine that does other things

    @TempDir private Path folder;

    @Test
    void aGoodPairKeepsItsLatencyAndTheBrokerItsBounds() throws Exception {
        Path users = folder.resolve("users");
        PasswordFileWriter.put(users, "good", "right");
        try (TestBroker broker =
                TestBroker.start(
                        "vmq_passwd.password_file",
                        users.toString(),
                        "allow_anonymous",
                        "off",
                        "mqtt_connect_timeout",
                        "1000")) {
            TestClient reader = login(broker, "reader");
            reader.subscribe("t", 1);
            TestClient writer = login(broker, "writer");
            CountDownLatch over = new CountDownLatch(1);
            List<Thread> hostile = new ArrayList<>();
            for (int i = 0; i < HOSTILE; i++) {
                int kind = i;
                hostile.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    while (over.getCount() > 0) {
                                        attack(broker.port(), kind);
                                    }
                                }));
            }

            long[] nanos = new long[MESSAGES];
            for (int i = 0; i < MESSAGES; i++) {
                long began = System.nanoTime();
                writer.publish("t", 1, i + 1, "m");
                reader.expect(Publish.class);
                nanos[i] = System.nanoTime() - began;
                reader.send(new PubAck(i + 1, ReasonCode.SUCCESS, Properties.EMPTY));
                writer.expect(PubAck.class);
            }
            over.countDown();
            for (Thread each : hostile) {
                each.join();
            }

            Arrays.sort(nanos);
            assertThat(nanos[MESSAGES * 99 / 100]).isLessThan(P99_NANOS_MAX);
            assertThat(broker.count("logins_pending")).isLessThanOrEqualTo(HOSTILE);
            assertThat(broker.count("worker_bugs")).isZero();
        }
    }

    private static TestClient login(TestBroker broker, String id) {
        TestClient client = broker.open(MqttVersion.V5);
        client.send(hello(id, "good", "right"));
        assertThat(client.expect(ConnAck.class).code()).isZero();
        return client;
    }

    private static Connect hello(String id, String user, String password) {
        return new Connect(
                MqttVersion.V5,
                false,
                id,
                true,
                60,
                null,
                user,
                password.getBytes(StandardCharsets.UTF_8),
                Properties.EMPTY);
    }

    /** One connection of a kind of its own; whatever comes of it is none of its business. */
    private static void attack(int port, int kind) {
        byte[] connect =
                PacketCodec.bytes(hello("x" + kind, "user" + kind, "guess"), MqttVersion.V5);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_500);
            OutputStream out = socket.getOutputStream();
            switch (kind % 6) {
                case 0 -> { // dribbles a CONNECT, and never ends it
                    for (int i = 0; i < connect.length - 1; i++) {
                        out.write(connect[i]);
                    }
                    wait(socket);
                }
                case 1 -> { // guesses passwords
                    out.write(connect);
                    wait(socket);
                }
                case 2 -> // promises 256 MB
                        out.write(new byte[] {0x10, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
                case 3 -> { // floods behind its CONNECT
                    out.write(connect);
                    byte[] flood = new byte[65_536];
                    Arrays.fill(flood, (byte) 0x30);
                    for (int i = 0; i < 64; i++) {
                        out.write(flood);
                    }
                }
                case 4 -> out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                default -> wait(socket); // says nothing at all
            }
        } catch (IOException e) {
            // the broker has had enough
        }
    }

    private static void wait(Socket socket) throws IOException {
        int unused = socket.getInputStream().read();
    }
}
