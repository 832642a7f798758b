// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;

import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTH where nobody agreed on a method (5.0 §3.15, §4.12). */
class Chapter412AuthTest extends OverTheWire {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 15})
    @Requirement("MQTT-3.15.1-1")
    void theFlagsOfAuthAreZero(int flags) {
        Wire client = in(V5);

        client.send(0xF0 | flags, 0x19, client.properties(0x15, "method"));

        client.expectEnd(0x81);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x17, 0x1A, 0x80, 0x87})
    @Requirement("MQTT-3.15.2-1")
    void authHasOneOfItsReasonCodes(int reason) {
        Wire client = in(V5);

        client.send(0xF0, reason, client.properties(0x15, "method"));

        client.expectEnd(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f0 00", "f0 02 19 00", "f0 09 18 07 15 0004 6e616d65"})
    @Requirement({"MQTT-4.12.0-7", "MQTT-4.12.0-6"})
    void withoutAMethodInConnectNoAuthIsTaken(String auth) {
        Wire client = in(V5);

        client.sendBytes(hex(auth));

        client.expectEnd(0x82);
    }

    @Test
    @Requirement({"MQTT-4.12.0-1", "MQTT-4.12.0-4", "MQTT-3.2.2-7"})
    void aMethodThatIsNotKnownIsRefused() {
        Wire client = open(V5);

        client.connect(0x02, join(0x15, "NO-SUCH-METHOD", 0x16, "data"), fresh());

        client.expectRefused(0x8C, 0);
    }
}
