// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixed headers, packet ids, and bodies that are too short or too long (3.1.1 §2, 5.0 §2). */
class Chapter2FormatTest extends OverTheWire {

    /** A wrong packet, and the code that MQTT 5 has for it. */
    record Case(String name, MqttVersion version, byte[] packet, int reason) {
        @Override
        public String toString() {
            return version + " " + name + " " + Bytes.hex(packet);
        }
    }

    /** A right packet, and how many bytes of its body are one as well, or wrong in another way. */
    record Right(String name, byte[] packet, int... whole) {
        boolean isWhole(int length) {
            return Arrays.stream(whole).anyMatch(each -> each == length);
        }
    }

    private static List<Right> rightPackets(MqttVersion version) {
        byte[] none = Wire.properties(version);
        byte[] user = Wire.properties(version, 0x26, "name", "value");
        int id = 2 + none.length;
        int user2 = 2 + user.length;
        List<Right> right = new ArrayList<>();
        right.add(new Right("PUBLISH", packet(0x32, "topic", two(1), user, 1), 7 + user2));
        right.add(new Right("SUBSCRIBE", packet(0x82, two(1), none, "a", 0, "b/#", 1), id, id + 4));
        right.add(new Right("SUBSCRIBE", packet(0x82, two(1), user, "a", 2), user2));
        right.add(new Right("UNSUBSCRIBE", packet(0xA2, two(1), none, "a", "b/#"), id, id + 3));
        right.add(new Right("PUBREL", packet(0x62, two(1))));
        if (version.isV5()) {
            right.add(new Right("PUBACK", packet(0x40, two(1), 0, user), 2, 3));
            right.add(new Right("PUBREC", packet(0x50, two(1), 0, user), 2, 3));
            right.add(new Right("PUBREL", packet(0x62, two(1), 0, user), 2, 3));
            right.add(new Right("PUBCOMP", packet(0x70, two(1), 0, user), 2, 3));
            right.add(new Right("DISCONNECT", packet(0xE0, 0, user), 0, 1));
        }
        return right;
    }

    private static Stream<Case> ofAllVersions(boolean v31, Part part) {
        return Stream.of(MqttVersion.values())
                .filter(version -> v31 || version != MqttVersion.V3_1)
                .flatMap(version -> part.of(version).stream());
    }

    private interface Part {
        List<Case> of(MqttVersion version);
    }

    /** Every value of the flags but the one that is right, in every packet that a client sends. */
    static Stream<Case> wrongFlags() {
        return ofAllVersions(
                false,
                version -> {
                    List<Case> wrong = new ArrayList<>();
                    List<byte[]> packets =
                            List.of(
                                    packet(0x40, two(1)),
                                    packet(0x50, two(1)),
                                    packet(0x62, two(1)),
                                    packet(0x70, two(1)),
                                    packet(0x82, two(1), Wire.properties(version), "a", 0),
                                    packet(0xA2, two(1), Wire.properties(version), "a"),
                                    packet(0xC0),
                                    packet(0xE0));
                    for (byte[] right : packets) {
                        for (int flags = 0; flags < 16; flags++) {
                            if (flags != (right[0] & 0x0F)) {
                                byte[] packet = right.clone();
                                packet[0] = (byte) (right[0] & 0xF0 | flags);
                                wrong.add(new Case("flags", version, packet, 0x81));
                            }
                        }
                    }
                    return wrong;
                });
    }

    @ParameterizedTest
    @MethodSource("wrongFlags")
    @Requirement(
            v3 = {
                "MQTT-2.2.2-1",
                "MQTT-2.2.2-2",
                "MQTT-3.6.1-1",
                "MQTT-3.8.1-1",
                "MQTT-3.10.1-1",
                "MQTT-3.14.1-1",
                "MQTT-4.8.0-1"
            },
            v5 = {
                "MQTT-2.1.3-1",
                "MQTT-3.6.1-1",
                "MQTT-3.8.1-1",
                "MQTT-3.10.1-1",
                "MQTT-3.14.1-1",
                "MQTT-4.13.1-1"
            })
    void wrongFlagsOfTheFixedHeaderEndTheConnection(Case wrong) {
        ends(wrong);
    }

    static Stream<Case> wrongPublishFlags() {
        return ofAllVersions(
                true,
                version -> {
                    byte[] body = join("topic", two(1), Wire.properties(version));
                    List<Case> wrong = new ArrayList<>();
                    for (int flags : new int[] {6, 7, 14, 15}) {
                        wrong.add(new Case("QoS 3", version, packet(0x30 | flags, body), 0x81));
                    }
                    byte[] dup = packet(0x38, "topic", Wire.properties(version));
                    if (version != MqttVersion.V3_1) {
                        wrong.add(new Case("DUP with QoS 0", version, dup, 0x81));
                    }
                    return wrong;
                });
    }

    @ParameterizedTest
    @MethodSource("wrongPublishFlags")
    @Requirement(
            v3 = {"MQTT-3.3.1-2", "MQTT-3.3.1-4"},
            v5 = {"MQTT-3.3.1-2", "MQTT-3.3.1-4"})
    void qos3AndDupWithQos0EndTheConnection(Case wrong) {
        ends(wrong);
    }

    /** Types that are reserved, or that only a server sends, or that come once. */
    static Stream<Case> wrongTypes() {
        return ofAllVersions(
                true,
                version -> {
                    byte[] none = Wire.properties(version);
                    List<Case> wrong = new ArrayList<>();
                    wrong.add(new Case("type 0", version, hex("0000"), 0x81));
                    wrong.add(new Case("type 0", version, hex("00020001"), 0x81));
                    wrong.add(new Case("CONNACK", version, packet(0x20, 0, 0, none), 0x82));
                    wrong.add(new Case("SUBACK", version, packet(0x90, two(1), none, 0), 0x82));
                    byte[] unsuback =
                            version.isV5() ? packet(0xB0, two(1), none, 0) : packet(0xB0, two(1));
                    wrong.add(new Case("UNSUBACK", version, unsuback, 0x82));
                    wrong.add(new Case("PINGRESP", version, packet(0xD0), 0x82));
                    byte[] connect = Wire.connect(version, 2, 60, NONE, "again");
                    wrong.add(new Case("second CONNECT", version, connect, 0x82));
                    byte[] auth = packet(0xF0, 0x19, Wire.properties(version, 0x15, "method"));
                    wrong.add(new Case("AUTH", version, auth, 0x82));
                    wrong.add(new Case("type 15", version, hex("f000"), 0x82));
                    return wrong;
                });
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    @Requirement(
            v3 = {"MQTT-3.1.0-2", "MQTT-4.8.0-1"},
            v5 = {"MQTT-3.1.0-2", "MQTT-4.12.0-7", "MQTT-4.13.1-1", "MQTT-4.13.2-1"})
    void packetsThatAClientMayNotSendEndTheConnection(Case wrong) {
        ends(wrong);
    }

    static Stream<Case> packetIdZero() {
        return ofAllVersions(
                true,
                version -> {
                    byte[] none = Wire.properties(version);
                    return List.of(
                            zero("PUBLISH", version, packet(0x32, "topic", two(0), none)),
                            zero("PUBLISH", version, packet(0x34, "topic", two(0), none)),
                            zero("SUBSCRIBE", version, packet(0x82, two(0), none, "a", 0)),
                            zero("UNSUBSCRIBE", version, packet(0xA2, two(0), none, "a")),
                            zero("PUBACK", version, packet(0x40, two(0))),
                            zero("PUBREC", version, packet(0x50, two(0))),
                            zero("PUBREL", version, packet(0x62, two(0))),
                            zero("PUBCOMP", version, packet(0x70, two(0))));
                });
    }

    private static Case zero(String name, MqttVersion version, byte[] packet) {
        return new Case(name + " with id 0", version, packet, 0x82);
    }

    @ParameterizedTest
    @MethodSource("packetIdZero")
    @Requirement(v3 = "MQTT-2.3.1-1", v5 = "MQTT-2.2.1-3")
    void aPacketIdOfZeroEndsTheConnection(Case wrong) {
        ends(wrong);
    }

    /** Every packet cut off behind each of its bytes, with a length that hides it. */
    static Stream<Case> cutOff() {
        return ofAllVersions(
                true,
                version -> {
                    List<Case> wrong = new ArrayList<>();
                    for (Right right : rightPackets(version)) {
                        int body = right.packet.length - 2;
                        for (int length = 0; length < body; length++) {
                            if (!right.isWhole(length)) {
                                byte[] cut = Arrays.copyOfRange(right.packet, 2, 2 + length);
                                byte[] packet = packet(right.packet[0] & 0xFF, cut);
                                wrong.add(new Case(right.name, version, packet, 0x81));
                            }
                        }
                    }
                    return wrong;
                });
    }

    @ParameterizedTest
    @MethodSource("cutOff")
    @Requirement(v3 = "MQTT-4.8.0-1", v5 = "MQTT-4.13.1-1")
    void aPacketThatEndsTooEarlyEndsTheConnection(Case wrong) {
        ends(wrong);
    }

    static Stream<Case> tooLong() {
        return ofAllVersions(
                true,
                version -> {
                    List<Case> wrong = new ArrayList<>();
                    for (byte[] right :
                            List.of(
                                    packet(0x40, two(1)),
                                    packet(0x50, two(1)),
                                    packet(0x62, two(1)),
                                    packet(0x70, two(1)),
                                    packet(0xC0),
                                    packet(0xE0))) {
                        byte[] body = Arrays.copyOfRange(right, 2, right.length);
                        byte[] extra = version.isV5() ? hex("00 00 00") : hex("00");
                        byte[] packet = packet(right[0] & 0xFF, body, extra);
                        wrong.add(new Case("too long", version, packet, 0x81));
                    }
                    wrong.add(
                            new Case(
                                    "half a filter",
                                    version,
                                    packet(0x82, two(1), Wire.properties(version), "a", 0, 0),
                                    0x81));
                    wrong.add(
                            new Case(
                                    "half a filter",
                                    version,
                                    packet(0xA2, two(1), Wire.properties(version), "a", 0),
                                    0x81));
                    return wrong;
                });
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    @Requirement(v3 = "MQTT-4.8.0-1", v5 = "MQTT-4.13.1-1")
    void aPacketWithMoreThanBelongsToItEndsTheConnection(Case wrong) {
        ends(wrong);
    }

    static Stream<Case> withoutFilters() {
        return ofAllVersions(
                true,
                version -> {
                    byte[] none = Wire.properties(version);
                    return List.of(
                            new Case("SUBSCRIBE", version, packet(0x82, two(1), none), 0x82),
                            new Case("UNSUBSCRIBE", version, packet(0xA2, two(1), none), 0x82));
                });
    }

    @ParameterizedTest
    @MethodSource("withoutFilters")
    @Requirement(
            v3 = {"MQTT-3.8.3-3", "MQTT-3.10.3-2"},
            v5 = {"MQTT-3.8.3-2", "MQTT-3.10.3-2"})
    void subscribingToNothingEndsTheConnection(Case wrong) {
        ends(wrong);
    }

    private void ends(Case wrong) {
        Wire client = in(wrong.version);

        client.sendBytes(wrong.packet);

        client.expectEnd(wrong.reason);
    }

    /** In MQTT 3.1 these bits were not used, and what is sent again has DUP set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "8a 06 0001 0001 61 00", // SUBSCRIBE with DUP
                "aa 05 0001 0001 61",
                "c1 00",
                "c8 00"
            })
    void mqtt31DoesNotLookAtUnusedBits(String packet) {
        Wire client = in(MqttVersion.V3_1);

        client.sendBytes(hex(packet));

        client.next();
        client.ping();
    }

    /** Bytes that are no CONNECT are answered with nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000",
                "2002 0000",
                "3005 0001 61 6869",
                "3205 0001 61 0001",
                "4002 0001",
                "5002 0001",
                "6202 0001",
                "7002 0001",
                "8206 0001 0001 61 00",
                "9003 0001 00",
                "a205 0001 0001 61",
                "b002 0001",
                "c000",
                "d000",
                "e000",
                "f000",
                "110f 0004 4d515454 04 02 003c 0003 616263", // CONNECT with a flag
                "180f 0004 4d515454 05 02 003c 00 0002 6162",
                "1f0f 0004 4d515454 04 02 003c 0003 616263",
                "474554202f20485454502f312e310d0a0d0a" // GET / HTTP/1.1
            })
    @Requirement(
            v3 = {"MQTT-3.1.0-1", "MQTT-2.2.2-2"},
            v5 = {"MQTT-3.1.0-1", "MQTT-3.14.0-1", "MQTT-3.2.0-1"})
    void whatComesBeforeAConnectEndsTheConnectionWithoutAWord(String bytes) {
        Wire client = open(V5);

        client.sendBytes(hex(bytes));

        client.expectClosed();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-2.3.1-5", v5 = "MQTT-2.2.1-2")
    void aMessageWithQos0HasNoPacketId(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);

        in(version).publish(1, 7, topic, "x").expect(0x40, two(7));

        receiver.expect(0x30, topic, receiver.properties(), raw("x"));
    }
}
