// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which client ids are taken, and what happens to one that comes again (5.0 §3.1.3). */
class Chapter31ClientIdTest extends OverTheWire {
    private static final List<String> LETTERS_AND_DIGITS =
            List.of("0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ", "Z");

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.3-3", v5 = "MQTT-3.1.3-3")
    void aConnectWithoutAClientIdIsMalformed(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x02, NONE);

        client.expectRefused(0x81, 0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.3-5", v5 = "MQTT-3.1.3-5")
    void lettersAndDigitsMakeAClientId(MqttVersion version) {
        for (String id : LETTERS_AND_DIGITS) {
            Wire client = open(version);
            client.connect(0x02, NONE, id).accepted();
            client.close();
        }
    }

    @Test
    @Requirement(v3 = {"MQTT-3.1.3-6", "MQTT-7.0.0-2"})
    void mqtt311MayLeaveItsClientIdToTheServer() {
        Wire one = open(V3);
        Wire two = open(V3);

        one.connect(0x02, NONE, "").expect(0x20, 0, 0);
        two.connect(0x02, NONE, "").expect(0x20, 0, 0);

        one.ping(); // not taken over
        two.ping();
    }

    @Test
    @Requirement(v3 = {"MQTT-3.1.3-7", "MQTT-3.1.3-8", "MQTT-3.1.3-9", "MQTT-3.2.2-4"})
    void mqtt311NeedsAClientIdForASessionThatStays() {
        Wire client = open(V3);

        client.connect(0x00, NONE, "");

        client.expect(0x20, 0, 2).expectClosed();
    }

    @Test
    void mqtt31NeedsAClientId() {
        Wire client = open(MqttVersion.V3_1);

        client.connect(0x02, NONE, "");

        client.expect(0x20, 0, 2).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x02})
    @Requirement({"MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16"})
    void mqtt5IsToldTheClientIdItGot(int flags) {
        Wire one = open(V5);
        Wire two = open(V5);

        String first = one.connect(flags, NONE, "").accepted().text(0x12);
        String second = two.connect(flags, NONE, "").accepted().text(0x12);

        assertThat(first).isNotEmpty().isNotEqualTo(second);
        Wire again = open(V5).in(first);
        one.expectEnd(0x8E);
        again.ping();
    }

    @Test
    @Requirement({"MQTT-3.1.3-8", "MQTT-3.1.4-2", "MQTT-3.2.2-6", "MQTT-3.2.2-8"})
    void aClientIdThatIsTooLongIsRefused() {
        String tooLong = "x".repeat(101);
        for (MqttVersion version : MqttVersion.values()) {
            Wire client = open(version);

            client.connect(0x02, NONE, tooLong);

            client.expectRefused(0x85, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.3-2", "MQTT-3.1.4-2"},
            v5 = {"MQTT-3.1.3-2", "MQTT-3.1.4-3", "MQTT-4.13.2-1"})
    void aClientIdThatComesAgainEndsTheOlderConnection(MqttVersion version) {
        String id = fresh();
        Wire older = open(version).in(id);

        Wire newer = open(version).in(id);

        older.expectEnd(0x8E);
        newer.ping();
    }

    @ParameterizedTest
    @CsvSource({"V3_1_1, V5", "V5, V3_1_1", "V3_1, V5", "V5, V3_1"})
    @Requirement(v3 = "MQTT-3.1.4-2", v5 = "MQTT-3.1.4-3")
    void aClientIdMayComeAgainWithAnotherVersion(MqttVersion before, MqttVersion after) {
        String id = fresh();
        Wire older = open(before).in(id);

        Wire newer = open(after).in(id);

        older.expectEnd(0x8E);
        newer.ping();
    }
}
