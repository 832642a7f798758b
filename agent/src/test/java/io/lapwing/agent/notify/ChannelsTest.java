// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.agent.health.Status;
import io.lapwing.base.Config;
import io.lapwing.base.ManualClock;
import jakarta.mail.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each kind of receiver against a real server: what goes over the wire. */
class ChannelsTest {
    private static final long AT = 1_795_357_804_000L;
    private static final String LINK = "http://page.example/alerts/chart.refused";

    @TempDir private Path folder;
    private final Hook hook = Hook.open();

    @AfterEach
    void close() {
        hook.close();
    }

    @Test
    void aTemplateIsFilledSoThatItStaysJson() throws Exception {
        Path template = folder.resolve("template");
        Files.writeString(
                template, "{\"what\": \"{{title}}\", \"who\": \"{{clients}}\", \"n\": {{count}}}");

        send("webhook", raised(), "template=" + template);

        JsonNode told = hook.post(1).json();
        assertThat(told.get("what").asString())
                .isEqualTo("WARNING: Refused \"connections\", 6 refused, on here");
        assertThat(told.get("who").asString()).isEqualTo("pump-7 (4)");
        assertThat(told.get("n").asInt()).isEqualTo(1);
    }

    @Test
    void anotherTypeGetsTheTextAsItIs() throws Exception {
        Path template = folder.resolve("template");
        Files.writeString(template, "{{status}} {{summary}} {{unknown}}");

        send("webhook", raised(), "template=" + template, "content_type=text/plain");

        assertThat(hook.post(1).body()).isEqualTo("WARNING Refused \"connections\" {{unknown}}");
        assertThat(hook.post(1).type()).isEqualTo("text/plain");
    }

    @Test
    void alertmanagerIsToldOfBeginningAndEndUnderTheSameLabels() throws Exception {
        send("alertmanager", raised());
        send("alertmanager", over());

        assertThat(hook.post(1).path()).isEqualTo("/api/v2/alerts");
        JsonNode first = hook.post(1).json().get(0);
        JsonNode last = hook.post(2).json().get(0);
        assertThat(first.get("labels")).isEqualTo(last.get("labels"));
        assertThat(first.get("labels").get("alertname").asString()).isEqualTo("refused");
        assertThat(first.get("startsAt").asString()).isEqualTo("2026-11-22T14:30:04Z");
        assertThat(first.get("endsAt").asString()).isEqualTo("2026-11-22T14:34:04Z");
        assertThat(last.get("endsAt").asString()).isEqualTo("2026-11-22T14:30:04Z");
        assertThat(first.get("annotations").get("clients").asString()).isEqualTo("pump-7 (4)");
    }

    @Test
    void slackGetsTextThatNoClientCanMakeMarkupOf() throws Exception {
        send("slack", raised("<!channel>"));

        JsonNode told = hook.post(1).json();
        assertThat(told.get("text").asString())
                .isEqualTo("WARNING: Refused \"connections\", 6 refused, on here");
        JsonNode section = told.get("attachments").get(0).get("blocks").get(1).get("text");
        assertThat(section.get("type").asString()).isEqualTo("plain_text");
        assertThat(section.get("text").asString()).contains("Clients: <!channel> (4)");
    }

    @Test
    void teamsGetsAnAdaptiveCardWithALink() throws Exception {
        send("teams", raised("*bold*"));

        JsonNode card = hook.post(1).json().get("attachments").get(0).get("content");
        assertThat(card.get("type").asString()).isEqualTo("AdaptiveCard");
        assertThat(card.get("body").get(0).get("color").asString()).isEqualTo("Warning");
        assertThat(card.get("body").toString()).contains("Clients: \\\\*bold\\\\*");
        assertThat(card.get("actions").get(0).get("url").asString()).isEqualTo(LINK);
    }

    @Test
    void discordMentionsNobody() throws Exception {
        send("discord", raised("@everyone"));

        JsonNode told = hook.post(1).json();
        assertThat(told.get("allowed_mentions").get("parse")).isEmpty();
        JsonNode embed = told.get("embeds").get(0);
        assertThat(embed.get("url").asString()).isEqualTo(LINK);
        assertThat(embed.get("description").asString()).contains("\\@everyone");
    }

    @Test
    void telegramIsCalledWithTheBotsToken() throws Exception {
        send("telegram", raised(), "token=1:secret", "to=-100");

        assertThat(hook.post(1).path()).isEqualTo("/bot1:secret/sendMessage");
        JsonNode told = hook.post(1).json();
        assertThat(told.get("chat_id").asString()).isEqualTo("-100");
        assertThat(told.get("text").asString()).contains("Clients: pump-7 (4)", LINK);
        assertThat(told.has("parse_mode")).isFalse();
    }

    @Test
    void ntfyRaisesItsPriorityWithTheStatus() throws Exception {
        send("ntfy", raised(), "to=broker", "token=tk_1");
        send("ntfy", over(), "to=broker");

        JsonNode told = hook.post(1).json();
        assertThat(told.get("topic").asString()).isEqualTo("broker");
        assertThat(told.get("priority").asInt()).isEqualTo(4);
        assertThat(told.get("click").asString()).isEqualTo(LINK);
        assertThat(hook.post(1).authorization()).isEqualTo("Bearer tk_1");
        assertThat(hook.post(2).json().get("priority").asInt()).isEqualTo(3);
    }

    @Test
    void pagerDutyOpensAnIncidentAndClosesIt() throws Exception {
        send("pagerduty", raised(), "token=key");
        send("pagerduty", over(), "token=key");

        assertThat(hook.post(1).path()).isEqualTo("/v2/enqueue");
        JsonNode opened = hook.post(1).json();
        JsonNode closed = hook.post(2).json();
        assertThat(opened.get("event_action").asString()).isEqualTo("trigger");
        assertThat(opened.get("routing_key").asString()).isEqualTo("key");
        assertThat(opened.get("payload").get("severity").asString()).isEqualTo("warning");
        assertThat(opened.get("payload").get("custom_details").get("Clients").asString())
                .isEqualTo("pump-7 (4)");
        assertThat(closed.get("event_action").asString()).isEqualTo("resolve");
        assertThat(closed.get("dedup_key")).isEqualTo(opened.get("dedup_key"));
    }

    @Test
    void opsgenieOpensAnAlertAndClosesItByItsAlias() throws Exception {
        send("opsgenie", raised(), "token=key");
        send("opsgenie", over(), "token=key");

        assertThat(hook.post(1).path()).isEqualTo("/v2/alerts");
        assertThat(hook.post(1).authorization()).isEqualTo("GenieKey key");
        assertThat(hook.post(1).json().get("alias").asString()).isEqualTo("here/chart.refused");
        assertThat(hook.post(1).json().get("priority").asString()).isEqualTo("P3");
        assertThat(hook.post(2).path())
                .isEqualTo("/v2/alerts/here%2Fchart.refused/close?identifierType=alias");
    }

    @Test
    void mqttPublishesToItsTopic() throws Exception {
        List<String> published = new ArrayList<>();
        TopicOutlet topics =
                (topic, payload, qos, retain) ->
                        published.add(topic + " " + qos + " " + retain + " " + utf8(payload));

        channel("mqtt", topics, "to=alerts/here", "qos=2", "retain=on").send(raised());

        assertThat(published)
                .singleElement()
                .satisfies(each ->
                        assertThat(each)
                                .startsWith("alerts/here 2 true {\"version\":1,")
                                .contains("\"name\":\"pump-7\""));
    }

    @Test
    void aScriptIsRunWithNetdatasThirtyThreeArguments() throws Exception {
        Path out = folder.resolve("out");
        Path script = folder.resolve("script");
        Files.writeString(
                script,
                "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done > " + out + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        send("script", raised(), "script=" + script);

        List<String> words = Files.readAllLines(out);
        assertThat(words).hasSize(33);
        assertThat(words.subList(0, 12))
                .containsExactly(
                        "sysadmin",
                        "here",
                        "41",
                        "3",
                        "7",
                        "1795357804",
                        "refused",
                        "chart",
                        "WARNING",
                        "CLEAR",
                        "6",
                        "0");
        assertThat(words.get(17)).isEqualTo("6 refused");
        assertThat(words.get(29)).isEqualTo("Refused \"connections\"");
    }

    @Test
    void aScriptThatFailsIsSaidToHaveFailed() throws Exception {
        Path script = folder.resolve("script");
        Files.writeString(script, "#!/bin/sh\nexit 3\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> send("script", raised(), "script=" + script))
                .hasMessage("the script ended with 3");
    }

    @Test
    void mailIsSentWithALogin() throws Exception {
        GreenMail server =
                new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("ops@there.example", "ops", "pass word");
        server.start();
        try {
            send(
                    "email",
                    raised(),
                    "host=127.0.0.1:" + server.getSmtp().getPort(),
                    "tls=off",
                    "user=ops",
                    "password=pass word",
                    "from=lapwing@here.example",
                    "to=ops@there.example");

            Message mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject())
                    .isEqualTo("WARNING: Refused \"connections\", 6 refused, on here");
            assertThat(mail.getContent().toString()).contains("Clients: pump-7 (4)", LINK);
            assertThatThrownBy(() ->
                            send(
                                    "email",
                                    raised(),
                                    "host=127.0.0.1:" + server.getSmtp().getPort(),
                                    "from=lapwing@here.example",
                                    "to=ops@there.example"))
                    .as("a server without STARTTLS gets no mail unless that is allowed")
                    .isInstanceOf(DeliveryFailed.class);
        } finally {
            server.stop();
        }
    }

    private void send(String kind, Bulletin bulletin, String... settings) throws Exception {
        channel(kind, TopicOutlet.NONE, settings).send(bulletin);
    }

    private Channel channel(String kind, TopicOutlet topics, String... settings) throws Exception {
        Map<String, String> map = new TreeMap<>();
        map.put("notify.one", kind);
        map.put("notify.one.url", hook.url());
        for (String each : settings) {
            int equals = each.indexOf('=');
            map.put("notify.one." + each.substring(0, equals), each.substring(equals + 1));
        }
        Settings one = Settings.all(Config.of(map)).getFirst();
        return Channels.of(one, topics, new ManualClock(AT));
    }

    private static Bulletin raised() {
        return raised("pump-7");
    }

    private static Bulletin raised(String client) {
        Notice.Findings findings =
                new Notice.Findings(
                        6,
                        List.of(new Notice.Share("wrong_password", 6)),
                        List.of(new Notice.Share(client, 4)),
                        List.of(new Notice.Share("10.0.0.7", 6)),
                        List.of("Look."));
        return bulletin(Status.WARNING, Status.CLEAR, findings);
    }

    private static Bulletin over() {
        return bulletin(Status.CLEAR, Status.WARNING, Notice.Findings.NONE);
    }

    private static Bulletin bulletin(Status to, Status from, Notice.Findings findings) {
        Notice.About about =
                new Notice.About(
                        "here",
                        "chart.refused",
                        3,
                        "refused",
                        "Refused \"connections\"",
                        "In the last minute",
                        "chart",
                        "context",
                        "family",
                        "Errors",
                        "Messaging",
                        "MQTT broker",
                        "sysadmin",
                        "$this > 5",
                        "line=1,file=broker.conf");
        Notice.Change change =
                new Notice.Change(
                        to, from, 7, 41, AT, AT, 60, "6 refused", "0 refused", "6", "0", "refused");
        return new Bulletin(
                "here", List.of(new Notice(1, about, change, findings, 0, LINK)), false);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
