// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.text;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and variable byte integers (3.1.1 §1.5, 5.0 §1.5). */
class Chapter1DataTest extends OverTheWire {
    private static final List<String> NO_UTF8 =
            List.of(
                    "80", // goes on without a beginning
                    "61bf",
                    "c3", // begins and does not go on
                    "e282",
                    "f0908d",
                    "c361",
                    "c0af", // overlong, in each length
                    "c181",
                    "e080af",
                    "f08080af",
                    "eda080", // surrogates
                    "edbfbf",
                    "eda080edb080",
                    "f4908080", // above U+10FFFF
                    "f888808080",
                    "fc8080808080",
                    "61fe62",
                    "ff");
    private static final List<String> NUL = List.of("00", "610062", "c080");

    /** Everywhere a client may send text. */
    enum Place {
        CLIENT_ID(true, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Wire.connect(version, 0x02, 60, NONE, text(text));
            }
        },
        WILL_TOPIC(true, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                byte[] properties = Wire.properties(version);
                return Wire.connect(
                        version, 0x06, 60, NONE, "a client", properties, text(text), "payload");
            }
        },
        USER_NAME(true, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Wire.connect(version, 0x82, 60, NONE, "a client", text(text));
            }
        },
        USER_PROPERTY_OF_CONNECT(true, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Wire.connect(version, 2, 60, join(0x26, "name", text(text)), "a client");
            }
        },
        AUTHENTICATION_METHOD(true, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Wire.connect(version, 0x02, 60, join(0x15, text(text)), "a client");
            }
        },
        CONTENT_TYPE_OF_WILL(true, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                byte[] properties = Wire.properties(version, 0x03, text(text));
                return Wire.connect(version, 6, 60, NONE, "a client", properties, "will", "bye");
            }
        },
        TOPIC_NAME(false, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0x30, text(text), Wire.properties(version), raw("payload"));
            }
        },
        FILTER_OF_SUBSCRIBE(false, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0x82, two(1), Wire.properties(version), text(text), 0);
            }
        },
        FILTER_OF_UNSUBSCRIBE(false, false) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0xA2, two(1), Wire.properties(version), text(text));
            }
        },
        CONTENT_TYPE(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0x30, "topic", Wire.properties(version, 0x03, text(text)));
            }
        },
        RESPONSE_TOPIC(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0x30, "topic", Wire.properties(version, 0x08, text(text)));
            }
        },
        USER_PROPERTY_NAME(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(
                        0x30, "topic", Wire.properties(version, 0x26, text(text), "value"));
            }
        },
        USER_PROPERTY_VALUE(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(
                        0x30, "topic", Wire.properties(version, 0x26, "name", text(text)));
            }
        },
        USER_PROPERTY_OF_SUBSCRIBE(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                byte[] properties = Wire.properties(version, 0x26, "name", text(text));
                return Bytes.packet(0x82, two(1), properties, "filter", 0);
            }
        },
        REASON_OF_PUBACK(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0x40, two(1), 0x00, Wire.properties(version, 0x1F, text(text)));
            }
        },
        REASON_OF_DISCONNECT(false, true) {
            @Override
            byte[] packet(MqttVersion version, byte[] text) {
                return Bytes.packet(0xE0, 0x00, Wire.properties(version, 0x1F, text(text)));
            }
        };

        final boolean connect;
        final boolean v5Only;

        Place(boolean connect, boolean v5Only) {
            this.connect = connect;
            this.v5Only = v5Only;
        }

        abstract byte[] packet(MqttVersion version, byte[] text);
    }

    record Case(Place place, MqttVersion version, String text) {}

    private static Stream<Case> cases(List<String> texts) {
        List<Case> cases = new ArrayList<>();
        for (Place place : Place.values()) {
            for (MqttVersion version : MqttVersion.values()) {
                if (version.isV5() || !place.v5Only) {
                    texts.forEach(text -> cases.add(new Case(place, version, text)));
                }
            }
        }
        return cases.stream();
    }

    static Stream<Case> noUtf8() {
        return cases(NO_UTF8);
    }

    static Stream<Case> nul() {
        return cases(NUL);
    }

    @ParameterizedTest
    @MethodSource("noUtf8")
    @Requirement(
            v3 = {
                "MQTT-1.5.3-1",
                "MQTT-3.1.3-4",
                "MQTT-3.1.3-10",
                "MQTT-3.1.3-11",
                "MQTT-3.3.2-1",
                "MQTT-3.8.3-1",
                "MQTT-3.10.3-1"
            },
            v5 = {
                "MQTT-1.5.4-1",
                "MQTT-1.5.7-1",
                "MQTT-3.1.3-4",
                "MQTT-3.1.3-11",
                "MQTT-3.1.3-12",
                "MQTT-3.3.2-1",
                "MQTT-3.3.2-13",
                "MQTT-3.3.2-19",
                "MQTT-3.8.3-1",
                "MQTT-3.10.3-1"
            })
    void textThatIsNoUtf8EndsTheConnection(Case each) {
        refused(each);
    }

    @ParameterizedTest
    @MethodSource("nul")
    @Requirement(
            v3 = {"MQTT-1.5.3-2", "MQTT-4.7.3-2"},
            v5 = {"MQTT-1.5.4-2", "MQTT-4.7.3-2"})
    void textWithANulEndsTheConnection(Case each) {
        refused(each);
    }

    private void refused(Case each) {
        byte[] packet = each.place.packet(each.version, hex(each.text));
        if (each.place.connect) {
            Wire client = open(each.version);
            client.sendBytes(packet);
            client.expectRefused(0x81, 0);
        } else {
            Wire client = in(each.version);
            client.sendBytes(packet);
            client.expectEnd(0x81);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-1.5.3-3", "MQTT-4.7.3-4"},
            v5 = {"MQTT-1.5.4-3", "MQTT-4.7.3-4"})
    void aZeroWidthSpaceIsNeitherStrippedNorSkipped(MqttVersion version) {
        String marked = "\uFEFFroom/" + fresh();
        Wire with = receiver(version, marked, 0);
        Wire without = receiver(version, marked.substring(1), 0);

        in(version).publish(0, 0, marked, "hot");

        assertThat(with.expectMessage("hot").topic()).isEqualTo(marked);
        without.ping();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00e9", "e\u0301", "\uFFFD", "\uFFFF", "\uD83D\uDC26", " a b ", "%2F"})
    @Requirement(v3 = "MQTT-4.7.3-4", v5 = "MQTT-4.7.3-4")
    void textPassesAsItCame(String part) {
        String topic = fresh() + "/" + part;
        Wire receiver = receiver(V5, topic, 0);

        in(V3).publish(0, 0, topic, part);

        assertThat(receiver.expectMessage(part).topic()).isEqualTo(topic);
    }

    @Test
    @Requirement(v3 = "MQTT-4.7.3-4", v5 = "MQTT-4.7.3-4")
    void twoWaysToWriteOneLetterAreTwoTopics() {
        String base = fresh();
        Wire composed = receiver(V5, base + "/\u00e9", 0);
        Wire decomposed = receiver(V5, base + "/e\u0301", 0);

        in(V5).publish(0, 0, base + "/\u00e9", "one");

        composed.expectMessage("one");
        decomposed.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.7.3-3", v5 = "MQTT-4.7.3-3")
    void aTopicOf65535BytesIsTaken(MqttVersion version) {
        String longest = "x".repeat(65_535);
        Wire receiver = receiver(version, longest, 0);

        in(version).publish(0, 0, longest, "far");

        assertThat(receiver.expectMessage("far").topic()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 87 00 0001 74 00 68 69 21", // remaining length of a PUBLISH
                "82 88 80 00 0001 00 0002 612f 00",
                "c0 80 00",
                "c0 80 80 00",
                "c0 80 80 80 00",
                "e0 80 00",
                "30 06 0001 74 80 00 68", // property length
                "30 08 0001 74 83 00 23 0001", // the same, of three
                "82 0a 0001 03 0b 81 00 0001 61 00", // subscription identifier
                "82 0b 0001 04 8b 00 01 00 0001 61 00"
            })
    @Requirement("MQTT-1.5.5-1")
    void aNumberWrittenLongerThanNeededIsMalformed(String packet) {
        Wire client = in(V5);

        client.sendBytes(hex(packet));

        client.expectEnd(0x81);
    }

    @Test
    @Requirement("MQTT-1.5.5-1")
    void aConnectWhoseLengthIsWrittenLongerThanNeededIsMalformed() {
        byte[] connect = Wire.connect(V5, 0x02, 60, NONE, "a");
        byte[] behindLength = Arrays.copyOfRange(connect, 2, connect.length);
        Wire client = open(V5);

        client.sendBytes(join(0x10, connect[1] | 0x80, 0x00, behindLength));

        client.expectRefused(0x81, 0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.8.0-1", v5 = "MQTT-4.13.1-1")
    void aRemainingLengthOfFiveBytesEndsTheConnection(MqttVersion version) {
        Wire client = in(version);

        client.sendBytes(hex("30 ff ff ff ff 01"));

        client.expectEnd(0x81);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 121, 122, 16_370, 16_376, 16_377, 16_378, 2_097_140, 2_097_150})
    void packetsOfEveryLengthOfTheirLengthPass(int size) {
        String topic = fresh();
        String payload = "p".repeat(size);
        for (MqttVersion version : MqttVersion.values()) {
            Wire receiver = receiver(version, topic, 0);
            in(version).publish(0, 0, topic, payload);
            assertThat(receiver.next(Got.PUBLISH).payload()).isEqualTo(payload);
            receiver.close();
        }
    }

    @Test
    void packetsMayComeByteByByteAndManyAtOnce() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire slow = open(V5);
        byte[] connect = Wire.connect(V5, 0x02, 60, NONE, fresh());
        byte[] publish = packet(0x30, topic, 0x00, raw("drop"));
        for (byte one : join(connect, publish)) {
            slow.sendBytes(new byte[] {one});
        }
        slow.accepted();
        receiver.expectMessage("drop");

        Object[] many = new Object[100];
        Arrays.fill(many, publish);
        slow.sendBytes(join(many));

        for (int i = 0; i < many.length; i++) {
            receiver.expectMessage("drop");
        }
    }
}
