// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MqttVersion.V3_1;

import io.lapwing.protocol.Property.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Any packet that a version can say. */
final class PacketArbitraries {
    private PacketArbitraries() {}

    static Arbitrary<Packet> packets(MqttVersion version) {
        List<Arbitrary<? extends Packet>> all =
                List.of(
                        connects(version),
                        connAcks(version),
                        publishes(version),
                        acks(version, Place.PUBACK, CodeSet.RECEIVED, PubAck::new),
                        acks(version, Place.PUBREC, CodeSet.RECEIVED, PubRec::new),
                        acks(version, Place.PUBREL, CodeSet.RELEASED, PubRel::new),
                        acks(version, Place.PUBCOMP, CodeSet.RELEASED, PubComp::new),
                        subscribes(version),
                        subAcks(version),
                        unsubscribes(version),
                        unsubAcks(version),
                        Arbitraries.of(new PingReq(), new PingResp()),
                        disconnects(version),
                        version.isV5() ? auths() : Arbitraries.just(new PingReq()));
        return Arbitraries.oneOf(all.stream().map(each -> each.map(Packet.class::cast)).toList());
    }

    static Arbitrary<Connect> connects(MqttVersion version) {
        Arbitrary<String> userNames = texts().injectNull(0.3);
        Arbitrary<byte[]> passwords = binaries().injectNull(0.3);
        return Combinators.combine(
                        version.isV5() ? Arbitraries.just(false) : Arbitraries.of(true, false),
                        texts(),
                        Arbitraries.of(true, false),
                        shorts(),
                        wills(version).injectNull(0.4),
                        userNames,
                        passwords,
                        properties(version, Place.CONNECT))
                .as((bridge, id, clean, alive, will, user, password, properties) ->
                        new Connect(
                                version,
                                bridge,
                                id,
                                clean,
                                alive,
                                will,
                                user,
                                user == null && !version.isV5() ? null : password,
                                properties));
    }

    private static Arbitrary<Will> wills(MqttVersion version) {
        return Combinators.combine(
                        topicNames(),
                        binaries(),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false),
                        properties(version, Place.WILL))
                .as(Will::new);
    }

    private static Arbitrary<ConnAck> connAcks(MqttVersion version) {
        Arbitrary<Integer> codes =
                version.isV5()
                        ? codes(CodeSet.CONNACK).map(ReasonCode::code)
                        : Arbitraries.integers().between(0, 5);
        return Combinators.combine(
                        Arbitraries.of(true, false), codes, properties(version, Place.CONNACK))
                .as((present, code, properties) ->
                        new ConnAck(present && code == 0 && version != V3_1, code, properties));
    }

    static Arbitrary<Publish> publishes(MqttVersion version) {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false),
                        topicNames(),
                        packetIds(),
                        properties(version, Place.PUBLISH),
                        binaries())
                .as((dup, qos, retain, topic, id, properties, payload) ->
                        new Publish(
                                dup && qos > 0,
                                qos,
                                retain,
                                properties.has(Property.TOPIC_ALIAS) && id % 2 == 0 ? "" : topic,
                                qos == 0 ? 0 : id,
                                properties,
                                payload));
    }

    /** Makes one of the four acknowledgements. */
    private interface Ack {
        Packet of(int packetId, ReasonCode reason, Properties properties);
    }

    private static Arbitrary<Packet> acks(
            MqttVersion version, Place place, CodeSet codes, Ack ack) {
        Arbitrary<ReasonCode> reasons =
                version.isV5() ? codes(codes) : Arbitraries.just(ReasonCode.SUCCESS);
        return Combinators.combine(packetIds(), reasons, properties(version, place)).as(ack::of);
    }

    private static Arbitrary<Subscribe> subscribes(MqttVersion version) {
        Arbitrary<Integer> qos = Arbitraries.integers().between(0, 2);
        Arbitrary<Subscription> subscriptions =
                version.isV5()
                        ? Combinators.combine(
                                        filters(),
                                        qos,
                                        Arbitraries.of(true, false),
                                        Arbitraries.of(true, false),
                                        Arbitraries.integers().between(0, 2))
                                .as(Subscription::new)
                        : Combinators.combine(filters(), qos)
                                .as((filter, each) -> new Subscription(filter, each));
        return Combinators.combine(
                        packetIds(),
                        subscriptions.list().ofMinSize(1).ofMaxSize(4),
                        properties(version, Place.SUBSCRIBE))
                .as(Subscribe::new);
    }

    private static Arbitrary<SubAck> subAcks(MqttVersion version) {
        CodeSet codes = version.isV5() ? CodeSet.SUBACK : CodeSet.SUBACK_3;
        return Combinators.combine(
                        packetIds(),
                        codes(codes).list().ofMinSize(1).ofMaxSize(4),
                        properties(version, Place.SUBACK))
                .as(SubAck::new);
    }

    private static Arbitrary<Unsubscribe> unsubscribes(MqttVersion version) {
        return Combinators.combine(
                        packetIds(),
                        filters().list().ofMinSize(1).ofMaxSize(4),
                        properties(version, Place.UNSUBSCRIBE))
                .as(Unsubscribe::new);
    }

    private static Arbitrary<UnsubAck> unsubAcks(MqttVersion version) {
        Arbitrary<List<ReasonCode>> reasons =
                version.isV5()
                        ? codes(CodeSet.UNSUBACK).list().ofMinSize(1).ofMaxSize(4)
                        : Arbitraries.just(List.of());
        return Combinators.combine(packetIds(), reasons, properties(version, Place.UNSUBACK))
                .as(UnsubAck::new);
    }

    private static Arbitrary<Disconnect> disconnects(MqttVersion version) {
        Arbitrary<ReasonCode> reasons =
                version.isV5() ? codes(CodeSet.DISCONNECT) : Arbitraries.just(ReasonCode.SUCCESS);
        return Combinators.combine(reasons, properties(version, Place.DISCONNECT))
                .as(Disconnect::new);
    }

    private static Arbitrary<Auth> auths() {
        return Combinators.combine(
                        codes(CodeSet.AUTH), texts(), properties(MqttVersion.V5, Place.AUTH))
                .as((reason, method, properties) ->
                        new Auth(
                                reason,
                                copy(properties)
                                        .text(Property.AUTHENTICATION_METHOD, method)
                                        .build()));
    }

    private static Arbitrary<ReasonCode> codes(CodeSet set) {
        return Arbitraries.of(
                Arrays.stream(ReasonCode.values()).filter(each -> set.has(each.code())).toList());
    }

    static Arbitrary<Properties> properties(MqttVersion version, Place place) {
        if (!version.isV5()) {
            return Arbitraries.just(Properties.EMPTY);
        }
        List<Property> allowed =
                Arrays.stream(Property.values()).filter(each -> each.allowedIn(place)).toList();
        Arbitrary<Properties> some =
                Arbitraries.of(allowed)
                        .set()
                        .ofMaxSize(allowed.size())
                        .flatMap(chosen -> properties(place, chosen));
        return Arbitraries.oneOf(Arbitraries.just(Properties.EMPTY), some);
    }

    private static Arbitrary<Properties> properties(Place place, Set<Property> chosen) {
        Arbitrary<Function<Properties.Builder, Properties.Builder>> none =
                Arbitraries.just(builder -> builder);
        for (Property property : chosen) {
            none = Combinators.combine(none, value(place, property)).as(Function::andThen);
        }
        return none.map(fill -> {
            Properties.Builder builder = fill.apply(Properties.builder());
            if (builder.isSet(Property.AUTHENTICATION_DATA)) {
                builder.text(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-1");
            }
            return builder.build();
        });
    }

    private static Arbitrary<Function<Properties.Builder, Properties.Builder>> value(
            Place place, Property property) {
        return switch (property.type()) {
            case BYTE, TWO_BYTES, FOUR_BYTES, VARIABLE -> numbers(place, property);
            case TEXT -> texts().map(text -> to -> to.text(property, text));
            case TOPIC_NAME -> topicNames().map(text -> to -> to.text(property, text));
            case BINARY -> binaries().map(bytes -> to -> to.binary(property, bytes));
            case PAIR ->
                    Combinators.combine(texts(), texts(), Arbitraries.integers().between(1, 3))
                            .as((name, value, times) ->
                                    to -> {
                                        IntStream.range(0, times)
                                                .forEach(i -> to.user(name + i, value));
                                        return to;
                                    });
        };
    }

    private static Arbitrary<Function<Properties.Builder, Properties.Builder>> numbers(
            Place place, Property property) {
        long max =
                switch (property.type()) {
                    case BYTE -> 1;
                    case TWO_BYTES -> 0xFFFF;
                    case FOUR_BYTES -> 0xFFFF_FFFFL;
                    default -> 268_435_455;
                };
        int times = property.repeatsIn(place) ? 3 : 1;
        return Arbitraries.longs()
                .between(1, max)
                .list()
                .ofMinSize(1)
                .ofMaxSize(times)
                .map(values ->
                        to -> {
                            values.forEach(each -> to.set(property, each));
                            return to;
                        });
    }

    private static Properties.Builder copy(Properties properties) {
        Properties.Builder copy = Properties.builder();
        properties
                .values()
                .forEach((property, value) -> {
                    switch (value) {
                        case Long number -> copy.set(property, number);
                        case byte[] bytes -> copy.binary(property, bytes);
                        default -> copy.text(property, (String) value);
                    }
                });
        properties.userProperties().forEach(user -> copy.user(user.name(), user.value()));
        return copy;
    }

    static Arbitrary<Integer> packetIds() {
        return Arbitraries.integers().between(1, 0xFFFF);
    }

    private static Arbitrary<Integer> shorts() {
        return Arbitraries.integers().between(0, 0xFFFF);
    }

    /** Any MQTT text: every code point but NUL and the surrogates. */
    static Arbitrary<String> texts() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0x80, 0x10FFFF);
        Arbitrary<Integer> ascii = Arbitraries.integers().between(1, 0x7F);
        return Arbitraries.frequencyOf(Tuple.of(3, ascii), Tuple.of(1, any))
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .map(Character::toString)
                .list()
                .ofMaxSize(30)
                .map(each -> String.join("", each));
    }

    static Arbitrary<String> topicNames() {
        return texts().map(text -> text.replace('+', '-').replace('#', '/'))
                .filter(text -> !text.isEmpty());
    }

    static Arbitrary<String> filters() {
        Arbitrary<String> levels = Arbitraries.oneOf(Arbitraries.of("+", "", "a"), topicNames());
        return Combinators.combine(
                        levels.list().ofMinSize(1).ofMaxSize(5), Arbitraries.of("", "/#"))
                .as((each, end) -> String.join("/", each) + end)
                .filter(filter -> !filter.isEmpty());
    }

    private static Arbitrary<byte[]> binaries() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    }
}
