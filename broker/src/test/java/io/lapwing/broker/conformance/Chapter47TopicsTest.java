// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which filter matches which topic (3.1.1 §4.7, 5.0 §4.7). */
class Chapter47TopicsTest extends OverTheWire {
    private static final List<String> TOPICS =
            List.of(
                    "", "/", "//", "/a", "a", "a/", "a//", "a//c", "a/b", "a/b/", "a/b/c", "A",
                    "A/b", "b", "b/a", "/a/b", "a/b/c/d", " a", "a /b", "aa", "a/bb");

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "A, A",
        "_a, _a",
        "a/, a/",
        "/a, /a",
        "a//c, a//c",
        "+, a;A;b;_a;aa",
        "+/, /;a/",
        "/+, /;/a",
        "+/+, a/;a/b;A/b;b/a;/a;/;a /b;a/bb",
        "+/b, a/b;A/b;a /b",
        "a/+, a/;a/b;a/bb",
        "a/+/c, a//c;a/b/c",
        "a/+/+, a//;a//c;a/b/;a/b/c",
        "+/+/+, //;a//;a//c;a/b/;a/b/c;/a/b",
        "a/#, a;a/;a//;a//c;a/b;a/b/;a/b/c;a/b/c/d;a/bb",
        "a/b/#, a/b;a/b/;a/b/c;a/b/c/d",
        "+/b/#, a/b;a/b/;a/b/c;a/b/c/d;A/b;a /b",
        "/#, /;//;/a;/a/b",
        "+/#, /;//;/a;a;a/;a//;a//c;a/b;a/b/;a/b/c;A;A/b;b;b/a;/a/b;a/b/c/d;_a;a /b;aa;a/bb",
        "#, /;//;/a;a;a/;a//;a//c;a/b;a/b/;a/b/c;A;A/b;b;b/a;/a/b;a/b/c/d;_a;a /b;aa;a/bb",
        "a/+/#, a/;a//;a//c;a/b;a/b/;a/b/c;a/b/c/d;a/bb",
        "c, ''"
    })
    @Requirement(
            v3 = {"MQTT-3.8.3-2", "MQTT-3.3.2-3", "MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-4"},
            v5 = {"MQTT-3.3.2-3", "MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-4"})
    void aFilterMatchesItsTopicsAndNoOthers(String filter, String matching) {
        Set<String> wanted = new TreeSet<>();
        for (String each : matching.split(";")) {
            wanted.add(each.replace('_', ' '));
        }
        wanted.remove("");
        for (MqttVersion version : MqttVersion.values()) {
            Wire receiver = receiver(version, filter.replace('_', ' '), 0);
            Wire publisher = in(version);
            for (String topic : TOPICS) {
                if (!topic.isEmpty()) {
                    publisher.publish(0, 0, topic, "live");
                }
            }
            publisher.ping();
            assertThat(topics(receiver)).as(filter).isEqualTo(wanted);
            receiver.close();
            publisher.close();
            awaitClients(0);
        }
    }

    private static Set<String> topics(Wire receiver) {
        Set<String> topics = new TreeSet<>();
        receiver.send(0xC0);
        for (Got got = receiver.next(); got.type() == Got.PUBLISH; got = receiver.next()) {
            assertThat(topics.add(got.topic())).as("once").isTrue();
        }
        return topics;
    }

    /** The server itself publishes topics that begin with $; clients may not. */
    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.7.2-1", v5 = "MQTT-4.7.2-1")
    void wildcardsInTheFirstLevelDoNotMatchTopicsOfTheServer(MqttVersion version) {
        Wire receiver = receiver(version, "#", 0);
        receiver.subscribe("+/" + fresh(), 0);
        receiver.subscribe("+/#", 0);
        Wire publisher = in(version);

        publisher.publish(0, 0, "$mine/a", "hidden").ping();
        publisher.publish(0, 0, "mine/$a", "seen").ping();

        receiver.expectMessage("seen");
        receiver.ping();
    }
}
