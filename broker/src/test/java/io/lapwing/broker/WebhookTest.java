// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.admission.webhook.HookServer;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.Unsubscribe;
import io.lapwing.protocol.Will;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** VerneMQ's webhooks, through the whole broker. */
class WebhookTest {
    private final HookServer server = new HookServer();
    private TestBroker broker;

    @AfterEach
    void close() {
        if (broker != null) {
            broker.close();
        }
        server.close();
    }

    @Test
    void aClientIsLetInAsTheEndpointSays() {
        start("auth_on_register");
        server.answer("auth_on_register", "{\"result\":\"ok\"}");

        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isZero();

        assertThat(server.calls("auth_on_register").getFirst().question().toString())
                .matches(
                        "\\{\"peer_addr\":\"127.0.0.1\",\"peer_port\":[0-9]+,\"username\":\"u\","
                                + "\"password\":\"p\",\"mountpoint\":\"\",\"client_id\":\"c\","
                                + "\"clean_session\":true}");
        assertThat(broker.count("webhooks_auth_on_register_requests")).isEqualTo(1);
    }

    @Test
    void aRefusalSaysWhichEndpointSaidWhat() {
        start("auth_on_register_m5");
        server.answer("auth_on_register_m5", "{\"result\":{\"error\":\"contract ended\"}}");

        assertThat(connect("c", MqttVersion.V5, "u", "p").code()).isEqualTo(0x87);

        RefusalRow row = refusal();
        assertThat(row.cause()).isEqualTo(Cause.NOT_AUTHORIZED);
        assertThat(row.newest().because())
                .isEqualTo(
                        "webhook: says “contract ended” (webhook auth_on_register_m5, "
                                + server.address()
                                + ")");
    }

    @Test
    void anEndpointWithoutAnOpinionLeavesTheUserUnknown() {
        start("auth_on_register");
        server.answer("auth_on_register", "{\"result\":\"next\"}");

        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isEqualTo(4);
        assertThat(refusal().newest().because()).isEqualTo("webhook: has no opinion (next)");
        assertThat(connect("d", MqttVersion.V5, "u", "p").code()).isEqualTo(0x86);
        await().until(() -> rows().size() == 2);
        assertThat(rows().stream().map(row -> row.newest().because()))
                .contains("webhook: no endpoint has the hook auth_on_register_m5");
    }

    @Test
    void anOutageIsNoRefusalOfTheClient() {
        start("auth_on_register", "vmq_webhooks.auth_on_register.response_timeout", "10000");
        server.status503();

        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isEqualTo(3);
        assertThat(refusal().cause()).isEqualTo(Cause.AUTH_BACKEND_UNAVAILABLE);
        assertThat(refusal().newest().because())
                .isEqualTo("webhook: " + server.address() + " answered with status 503");
        for (int i = 0; i < 5; i++) {
            assertThat(connect("c" + i, MqttVersion.V3_1_1, "u", "p").code()).isEqualTo(3);
        }
        assertThat(broker.count("auth_backends_cut_off")).isEqualTo(1);
        assertThat(server.calls("auth_on_register")).hasSize(5);
    }

    @Test
    void modifiersChangeWhoTheClientIsAndWhatItMay() {
        start("auth_on_register_m5");
        server.answer(
                "auth_on_register_m5",
                "{\"result\":\"ok\",\"modifiers\":{\"client_id\":\"other\",\"mountpoint\":\"\","
                        + "\"max_message_size\":100,\"properties\":"
                        + "{\"p_session_expiry_interval\":30}}}");

        TestClient client = broker.open(MqttVersion.V5);
        client.send(hello("c", MqttVersion.V5, "u", "p"));
        ConnAck in = client.expect(ConnAck.class);

        assertThat(in.properties().longOr(Property.MAXIMUM_PACKET_SIZE, 0)).isEqualTo(100);
        assertThat(in.properties().longOr(Property.SESSION_EXPIRY_INTERVAL, 0)).isEqualTo(30);
        client.publish("t", 1, 1, "x".repeat(200));
        assertThat(client.expect(Disconnect.class).reason().code()).isEqualTo(0x95);
    }

    @Test
    void aModifierThatCannotBeHonouredLetsNobodyIn() {
        start("auth_on_register");
        server.answer(
                "auth_on_register",
                "{\"result\":\"ok\",\"modifiers\":{\"subscriber_id\":"
                        + "{\"mountpoint\":\"tenant\",\"client_id\":\"c\"}}}");

        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isEqualTo(3);
        assertThat(refusal().newest().because()).contains("the mountpoint “tenant”");
    }

    @Test
    void whatAnAnswerSaysItMayBeKeptForIsNotAskedAgain() {
        start("auth_on_register", "vmq_webhooks.cache_refusals", "on");
        server.answer("auth_on_register", "{\"result\":\"ok\"}").keep("auth_on_register", 60);
        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isZero();
        assertThat(connect("c", MqttVersion.V3_1_1, "u", "p").code()).isZero();
        assertThat(server.calls("auth_on_register")).hasSize(1);

        server.answer("auth_on_register", "{\"result\":{\"error\":\"no\"}}");
        assertThat(connect("c", MqttVersion.V3_1_1, "u", "other").code()).isEqualTo(5);
        assertThat(connect("c", MqttVersion.V3_1_1, "u", "other").code()).isEqualTo(5);
        assertThat(server.calls("auth_on_register")).hasSize(2);
        assertThat(broker.count("webhooks_cache_hits")).isEqualTo(2);
    }

    @Test
    void messagesAreAskedAboutInTheirOrderAndMayBeRewritten() {
        start(
                new String[] {"auth_on_publish", "auth_on_subscribe"},
                new String[] {"vmq_webhooks.auth_on_publish.base64encode", "off"});
        server.answer("auth_on_subscribe", "{\"result\":\"ok\"}");
        server.answer(
                "auth_on_publish",
                "{\"result\":\"ok\",\"modifiers\":{\"topic\":\"new/topic\",\"payload\":\"new\","
                        + "\"qos\":0}}");
        TestClient reader = broker.client("reader", MqttVersion.V3_1_1);
        reader.subscribe("new/#", 1);
        TestClient writer = broker.client("writer", MqttVersion.V3_1_1);

        writer.publish("old/topic", 1, 7, "old");

        assertThat(writer.expect(PubAck.class).packetId()).isEqualTo(7);
        Publish got = reader.expect(Publish.class);
        assertThat(got.topic()).isEqualTo("new/topic");
        assertThat(new String(got.payload(), StandardCharsets.UTF_8)).isEqualTo("new");
        assertThat(server.calls("auth_on_publish").getFirst().question().toString())
                .isEqualTo(
                        "{\"username\":null,\"client_id\":\"writer\",\"mountpoint\":\"\",\"qos\":1,"
                                + "\"topic\":\"old/topic\",\"payload\":\"old\",\"retain\":false}");
    }

    @Test
    void aClientThatSaysGoodbyeBehindItsMessagesLosesNoneOfThem() {
        start(new String[] {"auth_on_publish_m5", "auth_on_subscribe"}, new String[0]);
        server.answer("auth_on_publish_m5", "{\"result\":\"ok\"}");
        server.answer("auth_on_subscribe", "{\"result\":\"ok\"}");
        TestClient reader = broker.client("reader", MqttVersion.V3_1_1);
        reader.subscribe("t/#", 0);
        server.shut();
        TestClient writer = broker.client("writer", MqttVersion.V5);
        for (int i = 0; i < 20; i++) {
            writer.publish("t/" + i, 0, 0, "m");
        }
        writer.send(new Disconnect(ReasonCode.SUCCESS));
        writer.close();
        await().until(() -> !server.calls("auth_on_publish_m5").isEmpty());
        server.open();

        List<String> topics = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            topics.add(reader.expect(Publish.class).topic());
        }
        for (int i = 0; i < 20; i++) {
            assertThat(topics.get(i)).isEqualTo("t/" + i);
        }
    }

    @Test
    void aMessageThatAnEndpointDeniesIsAnsweredAndNotPublished() {
        start("auth_on_publish_m5");
        server.answer("auth_on_publish_m5", "{\"result\":{\"error\":\"not here\"}}");
        TestClient writer = broker.client("writer", MqttVersion.V5);

        writer.publish("t", 1, 3, "m");

        assertThat(writer.expect(PubAck.class).reason().code()).isEqualTo(0x87);
        assertThat(broker.count("mqtt_publish_auth_error", "5")).isEqualTo(1);
    }

    @Test
    void anOutageDeniesNobodyAndLosesNoMessageThatIsAcknowledged() {
        start(new String[] {"auth_on_publish", "auth_on_publish_m5"}, new String[0]);
        server.status503();
        TestClient five = broker.client("five", MqttVersion.V5);
        five.publish("t", 1, 3, "m");
        assertThat(five.expect(PubAck.class).reason().code()).isEqualTo(0x83);

        TestClient three = broker.client("three", MqttVersion.V3_1_1);
        three.publish("t", 1, 3, "m");
        three.expectClosed();
    }

    @Test
    void subscriptionsAreGrantedDeniedAndRewrittenOneByOne() {
        start(new String[] {"auth_on_subscribe_m5", "auth_on_publish"}, new String[0]);
        server.answer("auth_on_publish", "{\"result\":\"ok\"}");
        server.answer(
                "auth_on_subscribe_m5",
                "{\"result\":\"ok\",\"modifiers\":{\"topics\":[{\"topic\":\"a/new\",\"qos\":1},"
                        + "{\"topic\":\"b\",\"qos\":128}]}}");
        TestClient client = broker.client("c", MqttVersion.V5);

        client.send(
                new Subscribe(
                        5,
                        List.of(new Subscription("a", 2), new Subscription("b", 0)),
                        Properties.EMPTY));

        SubAck answer = client.expect(SubAck.class);
        assertThat(answer.reasons().get(0).code()).isEqualTo(1);
        assertThat(answer.reasons().get(1).code()).isEqualTo(0x87);
        broker.client("w", MqttVersion.V3_1_1).publish("a/new", 0, 0, "m");
        assertThat(client.expect(Publish.class).topic()).isEqualTo("a/new");
        assertThat(server.calls("auth_on_subscribe_m5").getFirst().question().path("topics"))
                .hasSize(2);
    }

    @Test
    void aWillIsAskedAboutBeforeItsClientIsLetIn() {
        start("auth_on_publish");
        server.answer("auth_on_publish", "{\"result\":{\"error\":\"no wills\"}}");
        TestClient client = broker.open(MqttVersion.V3_1_1);

        client.send(
                new Connect(
                        MqttVersion.V3_1_1,
                        false,
                        "c",
                        true,
                        60,
                        new Will("will/t", new byte[] {1}, 0, false, Properties.EMPTY),
                        null,
                        null,
                        Properties.EMPTY));

        assertThat(client.expect(ConnAck.class).code()).isEqualTo(5);
        assertThat(refusal().cause()).isEqualTo(Cause.WILL_NOT_AUTHORIZED);
        assertThat(refusal().newest().because()).contains("a webhook says “no wills”");
    }

    @Test
    void whoOnlyWantsToKnowIsToldInOrder() {
        List<String> hooks =
                List.of(
                        "on_register_m5",
                        "on_client_wakeup",
                        "on_subscribe_m5",
                        "on_publish_m5",
                        "on_unsubscribe_m5",
                        "on_client_gone");
        start(hooks.toArray(String[]::new), new String[0]);
        TestClient client = broker.client("c", MqttVersion.V5);
        client.subscribe("t", 1);
        client.publish("t", 0, 0, "m");
        client.send(new Unsubscribe(9, List.of("t"), Properties.EMPTY));
        client.expect(Publish.class);
        client.close();

        await().until(() -> server.calls("on_client_gone").size() == 1);
        assertThat(server.hooks()).containsExactlyElementsOf(hooks);
    }

    private void start(String hook, String... settings) {
        start(new String[] {hook}, settings);
    }

    private void start(String[] hooks, String[] settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("plugins.vmq_webhooks", "on"));
        boolean registers = false;
        for (String hook : hooks) {
            all.addAll(List.of("vmq_webhooks." + hook + ".hook", hook));
            all.addAll(List.of("vmq_webhooks." + hook + ".endpoint", server.address()));
            registers |= hook.startsWith("auth_on_register");
        }
        all.addAll(List.of("allow_anonymous", registers ? "off" : "on"));
        broker = TestBroker.start(all.toArray(String[]::new));
    }

    private ConnAck connect(String id, MqttVersion version, String user, String password) {
        TestClient client = broker.open(version);
        client.send(hello(id, version, user, password));
        return client.expect(ConnAck.class);
    }

    private static Connect hello(String id, MqttVersion version, String user, String password) {
        return new Connect(
                version,
                false,
                id,
                true,
                60,
                null,
                user,
                password.getBytes(StandardCharsets.UTF_8),
                Properties.EMPTY);
    }

    private RefusalRow refusal() {
        await().until(() -> !rows().isEmpty());
        return rows().getFirst();
    }

    private List<RefusalRow> rows() {
        return broker.broker()
                .refusals(RefusalQuery.between(0, Long.MAX_VALUE).withLimit(10))
                .rows();
    }
}
