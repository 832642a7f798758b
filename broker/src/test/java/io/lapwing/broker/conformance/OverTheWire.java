// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static org.awaitility.Awaitility.await;

import io.lapwing.broker.TestBroker;
import io.lapwing.protocol.MqttVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What the tests of the specification's chapters have in common: a broker for all tests of a class,
 * sockets that end with their test, names that no other test uses, and a bystander that must not be
 * harmed by whatever the others do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OverTheWire {
    static final MqttVersion V3 = MqttVersion.V3_1_1;
    static final MqttVersion V5 = MqttVersion.V5;
    private static final String[] ONE_WORKER = {"workers", "1"};

    final TestBroker broker;
    private final Wire bystander;
    private final List<Wire> open = new ArrayList<>();
    private int names;

    /**
     * One worker, unless the settings say otherwise: what a client sent before its ping was
     * answered is then on its way to all others, and a ping of theirs shows what did not come.
     */
    OverTheWire(String... settings) {
        broker = TestBroker.start(settings.length == 0 ? ONE_WORKER : settings);
        bystander = new Wire(broker.port(), V3).in("bystander");
    }

    /** A client id or topic that is not used yet. */
    String fresh() {
        return "n" + ++names;
    }

    /** A socket on which nothing was said yet. */
    Wire open(MqttVersion version) {
        Wire wire = new Wire(broker.port(), version);
        open.add(wire);
        return wire;
    }

    /** A client that is in, with a clean session. */
    Wire in(MqttVersion version) {
        return open(version).in(fresh());
    }

    /** A client that receives a topic. */
    Wire receiver(MqttVersion version, String filter, int options) {
        return in(version).subscribe(filter, options);
    }

    /** Waits until so many clients are in; the bystander does not count. */
    void awaitClients(long count) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> broker.count("active_mqtt_connections") == count + 1);
    }

    @AfterEach
    void othersAreNotHarmed() {
        open.forEach(Wire::close);
        open.clear();
        bystander.ping();
    }

    @AfterAll
    void stop() {
        bystander.close();
        broker.close();
    }
}
