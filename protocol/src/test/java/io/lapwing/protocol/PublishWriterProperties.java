// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Whatever comes in, in whatever version, the receiver reads the same message in its own. */
class PublishWriterProperties {

    /** One receiver: its version, QoS, flags, packet id, alias, ids and time left. */
    record Receiver(
            MqttVersion version,
            int qos,
            boolean dup,
            boolean retain,
            int packetId,
            int topicAlias,
            int subscriptionId,
            long secondsLeft) {}

    private final PublishView view = new PublishView();
    private final OutgoingPublish out = new OutgoingPublish();

    @Property(tries = 2000)
    void theReceiverReadsTheSameMessage(
            @ForAll("publishes") Tuple2<MqttVersion, Publish> sent,
            @ForAll("receivers") Receiver to) {
        byte[] bytes = PacketCodec.bytes(sent.get2(), sent.get1());
        view.read(bytes, 0, bytes.length, sent.get1());
        out.message(view).to(to.version, to.qos, to.packetId).dup(to.dup).retain(to.retain);
        if (to.version.isV5()) {
            out.topicAlias(to.topicAlias).messageExpirySeconds(to.secondsLeft);
            out.subscriptionIds(new int[] {to.subscriptionId}, to.subscriptionId > 0 ? 1 : 0);
        }
        byte[] result = new byte[PublishWriter.publishSize(out) + 5];

        int end = PublishWriter.writePublish(out, result, 5);

        assertThat(end).isEqualTo(result.length);
        assertThat(Framing.packetLength(result, 5, end, 1 << 20)).isEqualTo(end - 5);
        Publish got = (Publish) PacketCodec.read(result, 5, end - 5, to.version);
        assertThat(got).isEqualTo(expected(sent.get2(), to));
    }

    private static Publish expected(Publish sent, Receiver to) {
        return new Publish(
                to.dup,
                to.qos,
                to.retain,
                sent.topic(),
                to.packetId,
                to.version.isV5() ? expected(sent.properties(), to) : Properties.EMPTY,
                sent.payload());
    }

    private static Properties expected(Properties sent, Receiver to) {
        Properties.Builder all = Properties.builder();
        if (to.subscriptionId > 0) {
            all.subscriptionId(to.subscriptionId);
        }
        sent.subscriptionIds().forEach(all::subscriptionId);
        sent.userProperties().forEach(user -> all.user(user.name(), user.value()));
        sent.values()
                .forEach((property, value) -> {
                    switch (value) {
                        case Long number -> all.set(property, number);
                        case byte[] binary -> all.binary(property, binary);
                        default -> all.text(property, (String) value);
                    }
                });
        if (sent.has(io.lapwing.protocol.Property.MESSAGE_EXPIRY_INTERVAL) && to.secondsLeft >= 0) {
            all.set(io.lapwing.protocol.Property.MESSAGE_EXPIRY_INTERVAL, to.secondsLeft);
        }
        all.remove(io.lapwing.protocol.Property.TOPIC_ALIAS);
        if (to.topicAlias > 0) {
            all.set(io.lapwing.protocol.Property.TOPIC_ALIAS, to.topicAlias);
        }
        return all.build();
    }

    @Provide
    Arbitrary<Tuple2<MqttVersion, Publish>> publishes() {
        return Arbitraries.of(MqttVersion.class)
                .flatMap(version ->
                        PacketArbitraries.publishes(version)
                                .filter(publish -> !publish.topic().isEmpty())
                                .map(publish -> Tuple.of(version, publish)));
    }

    @Provide
    Arbitrary<Receiver> receivers() {
        return Combinators.combine(
                        Arbitraries.of(MqttVersion.class),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        PacketArbitraries.packetIds(),
                        Arbitraries.integers().between(0, 65_535).injectNull(0.7),
                        Arbitraries.integers().between(1, 268_435_455).injectNull(0.7),
                        Arbitraries.longs().between(-1, 0xFFFF_FFFFL))
                .as((version, qos, dup, retain, id, alias, subscription, left) ->
                        new Receiver(
                                version,
                                qos,
                                dup && qos > 0,
                                retain,
                                qos > 0 ? id : 0,
                                alias == null ? 0 : alias,
                                subscription == null ? 0 : subscription,
                                left));
    }
}
