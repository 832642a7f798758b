// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.block;
import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.two;

import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property in each packet that a client sends (5.0 §2.2.2). */
class Chapter2PropertiesTest extends OverTheWire {
    /** Where a client sends properties. */
    enum Place {
        CONNECT,
        WILL,
        PUBLISH,
        PUBACK,
        PUBREC,
        PUBREL,
        PUBCOMP,
        SUBSCRIBE,
        UNSUBSCRIBE,
        DISCONNECT;

        byte[] packet(byte[] properties) {
            byte[] props = block(properties);
            return switch (this) {
                case CONNECT -> Wire.connect(V5, 2, 60, properties, "a client");
                case WILL -> Wire.connect(V5, 6, 60, NONE, "a client", props, "will", "bye");
                case PUBLISH -> Bytes.packet(0x30, "topic", props);
                case PUBACK -> Bytes.packet(0x40, two(1), 0, props);
                case PUBREC -> Bytes.packet(0x50, two(1), 0, props);
                case PUBREL -> Bytes.packet(0x62, two(1), 0, props);
                case PUBCOMP -> Bytes.packet(0x70, two(1), 0, props);
                case SUBSCRIBE -> Bytes.packet(0x82, two(1), props, "filter", 0);
                case UNSUBSCRIBE -> Bytes.packet(0xA2, two(1), props, "filter");
                case DISCONNECT -> Bytes.packet(0xE0, 0, props);
            };
        }
    }

    /** A property with a right value, and where it belongs: table 2-4 of the specification. */
    private record Known(int id, String value, Set<Place> places) {}

    private static Known known(int id, String value, Place... places) {
        Set<Place> set = EnumSet.noneOf(Place.class);
        set.addAll(List.of(places));
        return new Known(id, value, set);
    }

    private static final List<Known> KNOWN =
            List.of(
                    known(0x01, "01", Place.PUBLISH, Place.WILL),
                    known(0x02, "00000009", Place.PUBLISH, Place.WILL),
                    known(0x03, "0001 74", Place.PUBLISH, Place.WILL),
                    known(0x08, "0001 72", Place.PUBLISH, Place.WILL),
                    known(0x09, "0002 00ff", Place.PUBLISH, Place.WILL),
                    known(0x0B, "01", Place.SUBSCRIBE),
                    known(0x11, "00000009", Place.CONNECT, Place.DISCONNECT),
                    known(0x12, "0001 61"),
                    known(0x13, "0009"),
                    known(0x15, "0001 6d", Place.CONNECT),
                    known(0x16, "0001 64", Place.CONNECT),
                    known(0x17, "01", Place.CONNECT),
                    known(0x18, "00000009", Place.WILL),
                    known(0x19, "01", Place.CONNECT),
                    known(0x1A, "0001 61"),
                    known(0x1C, "0001 61"),
                    known(
                            0x1F,
                            "0001 61",
                            Place.PUBACK,
                            Place.PUBREC,
                            Place.PUBREL,
                            Place.PUBCOMP,
                            Place.DISCONNECT),
                    known(0x21, "0009", Place.CONNECT),
                    known(0x22, "0009", Place.CONNECT),
                    known(0x23, "0001", Place.PUBLISH),
                    known(0x24, "01"),
                    known(0x25, "01"),
                    known(0x26, "0001 61 0001 62", Place.values()),
                    known(0x27, "00010000", Place.CONNECT),
                    known(0x28, "01"),
                    known(0x29, "01"),
                    known(0x2A, "01"));

    record Case(Place place, String properties, int reason) {}

    static Stream<Case> whereTheyDoNotBelong() {
        List<Case> cases = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Known known : KNOWN) {
                if (!known.places.contains(place) && !isWellFormed(place, known.id)) {
                    String property = "%02x %s".formatted(known.id, known.value);
                    cases.add(new Case(place, property, 0x81));
                    cases.add(new Case(place, "26 0001 61 0001 62" + property, 0x81));
                }
            }
        }
        return cases.stream();
    }

    /** A server sends these: from a client the one is an error, and the other is overlooked. */
    private static boolean isWellFormed(Place place, int id) {
        return (place == Place.PUBLISH && id == 0x0B) || (place == Place.DISCONNECT && id == 0x1C);
    }

    @ParameterizedTest
    @MethodSource("whereTheyDoNotBelong")
    @Requirement("MQTT-4.13.1-1")
    void aPropertyThatDoesNotBelongIntoAPacketIsMalformed(Case wrong) {
        refused(wrong);
    }

    static Stream<Case> twice() {
        List<Case> cases = new ArrayList<>();
        for (Known known : KNOWN) {
            for (Place place : known.places) {
                if (known.id != 0x26) {
                    String property = "%02x %s".formatted(known.id, known.value);
                    cases.add(new Case(place, property + property, 0x82));
                    cases.add(new Case(place, property + "26 0001 61 0001 62" + property, 0x82));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("twice")
    @Requirement("MQTT-4.13.1-1")
    void aPropertyThatStandsTwiceIsAProtocolError(Case wrong) {
        refused(wrong);
    }

    static Stream<Case> outOfRange() {
        return Stream.of(
                new Case(Place.CONNECT, "17 02", 0x82),
                new Case(Place.CONNECT, "17 ff", 0x82),
                new Case(Place.CONNECT, "19 02", 0x82),
                new Case(Place.CONNECT, "21 0000", 0x82),
                new Case(Place.CONNECT, "27 00000000", 0x82),
                new Case(Place.CONNECT, "16 0001 64", 0x82), // data without a method
                new Case(Place.WILL, "01 02", 0x82),
                new Case(Place.WILL, "08 0003 612f23", 0x81), // wildcards
                new Case(Place.WILL, "08 0003 2b2f61", 0x81),
                new Case(Place.PUBLISH, "01 02", 0x82),
                new Case(Place.PUBLISH, "23 0000", 0x94),
                new Case(Place.PUBLISH, "0b 01", 0x82), // only a server sends it
                new Case(Place.PUBLISH, "08 0003 612f23", 0x90),
                new Case(Place.PUBLISH, "08 0003 2b2f61", 0x90),
                new Case(Place.SUBSCRIBE, "0b 00", 0x82));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    @Requirement({"MQTT-3.3.2-8", "MQTT-3.3.2-14", "MQTT-3.3.4-6", "MQTT-4.13.1-1"})
    void aPropertyWithAValueItMayNotHaveIsRefused(Case wrong) {
        refused(wrong);
    }

    static Stream<Case> broken() {
        List<Case> cases = new ArrayList<>();
        for (Place place : Place.values()) {
            for (String unknown :
                    List.of("00 00", "04 01", "2b 01", "7f 00", "80 01 01", "ff 7f")) {
                cases.add(new Case(place, unknown, 0x81));
            }
            cases.add(new Case(place, "26", 0x81));
            cases.add(new Case(place, "26 00", 0x81));
            cases.add(new Case(place, "26 0001 61", 0x81));
            cases.add(new Case(place, "26 0001 61 0002 62", 0x81));
        }
        cases.add(new Case(Place.SUBSCRIBE, "0b 80", 0x81));
        cases.add(new Case(Place.SUBSCRIBE, "0b 80 80 80 80 01", 0x81));
        cases.add(new Case(Place.SUBSCRIBE, "0b ff ff ff ff 7f", 0x81));
        cases.add(new Case(Place.CONNECT, "11 000000", 0x81));
        cases.add(new Case(Place.CONNECT, "21 00", 0x81));
        cases.add(new Case(Place.CONNECT, "17", 0x81));
        cases.add(new Case(Place.WILL, "09 0005 01", 0x81));
        cases.add(new Case(Place.PUBLISH, "02 0000", 0x81));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Requirement("MQTT-4.13.1-1")
    void unknownAndCutOffPropertiesAreMalformed(Case wrong) {
        refused(wrong);
    }

    private void refused(Case wrong) {
        boolean connect = wrong.place == Place.CONNECT || wrong.place == Place.WILL;
        Wire client = connect ? open(V5) : in(V5);

        client.sendBytes(wrong.place.packet(hex(wrong.properties)));

        if (connect) {
            client.expectRefused(wrong.reason, 0);
        } else {
            client.expectEnd(wrong.reason);
        }
    }

    static Stream<Map.Entry<Place, String>> allowed() {
        return KNOWN.stream()
                .filter(known -> known.id != 0x15 && known.id != 0x16 && known.id != 0x23)
                .flatMap(known ->
                        known.places.stream()
                                .filter(place -> place != Place.DISCONNECT)
                                .map(place ->
                                        Map.entry(
                                                place,
                                                "%02x %s".formatted(known.id, known.value))));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void aPropertyWhereItBelongsIsTaken(Map.Entry<Place, String> right) {
        Place place = right.getKey();
        byte[] packet = place.packet(hex(right.getValue() + "26 0000 0000 26 0001 61 0001 61"));
        if (place == Place.CONNECT || place == Place.WILL) {
            Wire client = open(V5);
            client.sendBytes(packet);
            client.accepted();
            client.ping();
        } else {
            Wire client = in(V5);
            client.sendBytes(packet).send(0xC0);
            int type;
            do {
                type = client.next().type();
            } while (type != Got.PINGRESP);
        }
    }

    /** A packet without properties says so with a length of zero; leaving it out is wrong. */
    @ParameterizedTest
    @MethodSource("withoutALength")
    @Requirement("MQTT-2.2.2-1")
    void propertiesAreNotLeftOut(byte[] packet) {
        Wire client = in(V5);

        client.sendBytes(packet);

        client.expectEnd(0x81);
    }

    static Stream<byte[]> withoutALength() {
        return Stream.of(
                packet(0x32, "topic", two(1)),
                packet(0x82, two(1)),
                packet(0xA2, two(1)),
                packet(0x30, join("topic")));
    }
}
