// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NotifierTest {
    private static final String WARN = "    warn: $this > 5";
    private static final String ALERT = "vernemq_local.mqtt_connack_sent_reason.refused";

    @TempDir private Path folder;
    private final Hook hook = Hook.open();

    @AfterEach
    void close() {
        hook.close();
    }

    @Test
    void theSixthRefusalIsToldWithWhoFromWhereWhyAndWhatToDo() {
        try (TestNotifier here = start(WARN)) {
            here.seconds(2);
            here.refuse(5);
            here.seconds(1);
            assertThat(hook.posts).isEmpty();

            here.refuse(1);
            here.seconds(1);

            JsonNode told = hook.post(1).json();
            assertThat(told.get("title").asString())
                    .isEqualTo("WARNING: Refused connections, 6 refused, on here");
            assertThat(told.get("text").asString())
                    .isEqualTo(
                            """
                            Since 2026-11-22 14:30:04 UTC.
                            In the last ten seconds.
                            Clients: pump-7 (4), pump-9 (2)
                            From: 10.0.0.7 (6)
                            Cause: wrong_password (6)
                            What to do:
                            - Give pump-7 its new password. lapwing passwd users pump-7
                            http://page.example/alerts/%s\
                            """
                                    .formatted(ALERT));
            JsonNode notice = told.get("notices").get(0);
            assertThat(notice.get("status").asString()).isEqualTo("WARNING");
            assertThat(notice.get("old_status").asString()).isEqualTo("CLEAR");
            assertThat(notice.get("clients").get(0).get("name").asString()).isEqualTo("pump-7");
            assertThat(here.receiver("ops").sent()).isEqualTo(1);
        }
    }

    @Test
    void theEndIsToldToThoseWhoWereTold() {
        try (Hook strict = Hook.open();
                TestNotifier here =
                        start(
                                WARN,
                                "notify.boss=webhook",
                                "notify.boss.severity=critical",
                                "notify.boss.url=" + strict.url())) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(15);

            assertThat(hook.posts).hasSize(2);
            assertThat(hook.posts.get(1).json().get("title").asString()).startsWith("CLEAR: ");
            assertThat(strict.posts).isEmpty();
        }
    }

    @Test
    void whoGetsCriticalAlertsOnlyGetsWhatFollowsUntilTheEnd() {
        String lines = WARN + "\n    crit: $this > 10\n";
        try (TestNotifier here = start(lines, "notify.ops.severity=critical")) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(1);
            assertThat(hook.posts).isEmpty();

            here.refuse(6);
            here.seconds(11); // the first six have left the window
            here.seconds(11);

            assertThat(hook.posts)
                    .extracting(post -> status(post.json()))
                    .containsExactly("CRITICAL", "WARNING", "CLEAR");
        }
    }

    @Test
    void namesAndRolesSayWhoGetsWhat() {
        try (TestNotifier here =
                start(
                        WARN,
                        "notify.ops.alerts=!refused *",
                        "notify.dba=webhook",
                        "notify.dba.roles=dba",
                        "notify.dba.url=" + hook.url() + "/dba",
                        "notify.all=webhook",
                        "notify.all.roles=dba sysadmin",
                        "notify.all.url=" + hook.url() + "/all")) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(2);

            assertThat(hook.posts).extracting(Hook.Post::path).containsExactly("/all");
        }
    }

    @Test
    void whatIsOverBeforeItsDelayWasNeverThere() {
        try (TestNotifier here = start(WARN + "\n   delay: up 30s\n")) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(60);

            assertThat(hook.posts).isEmpty();
        }
    }

    @Test
    void aReminderComesUntilSomebodyTakesTheAlertOn() {
        try (TestNotifier here = start(WARN + "\n  repeat: warning 20s\n")) {
            here.seconds(2);
            for (int i = 0; i < 25; i++) {
                here.refuse(6);
                here.seconds(1);
            }
            assertThat(hook.posts).hasSize(2);
            assertThat(hook.posts.get(1).json().get("title").asString())
                    .startsWith("still WARNING: ");

            assertThat(here.notifier.acknowledge(ALERT, "ann", "on it")).isTrue();
            for (int i = 0; i < 40; i++) {
                here.refuse(6);
                here.seconds(1);
            }

            assertThat(hook.posts).hasSize(2);
            assertThat(here.notifier.open())
                    .singleElement()
                    .satisfies(each -> assertThat(each.acknowledgedBy()).isEqualTo("ann"));
            here.seconds(12);
            assertThat(status(hook.post(3).json())).isEqualTo("CLEAR");
            assertThat(here.notifier.open()).isEmpty();
        }
    }

    @Test
    void aSilenceHoldsBackAndWhatIsStillTrueIsToldAfterIt() {
        try (TestNotifier here = start(WARN)) {
            here.silent = true;
            here.seconds(2);
            here.refuse(6);
            here.seconds(5);
            assertThat(hook.posts).isEmpty();

            here.silent = false;
            here.seconds(1);

            assertThat(status(hook.post(1).json())).isEqualTo("WARNING");
        }
    }

    @Test
    void whatChangesSoonAfterIsGatheredIntoOneText() {
        TestNotifier.another(folder, "many", "    warn: $this > 8");
        TestNotifier.another(folder, "more", "    warn: $this > 12");
        try (TestNotifier here = start(WARN, "notify.ops.group=5")) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(1);
            here.refuse(4);
            here.seconds(1);
            here.refuse(4);
            here.seconds(3);
            assertThat(hook.posts).hasSize(1);

            here.seconds(1);
            JsonNode told = hook.post(2).json();
            assertThat(told.get("title").asString()).isEqualTo("2 alerts on here: 2 WARNING");
            assertThat(told.get("notices")).hasSize(2);
        }
    }

    @Test
    void aReceiverThatDoesNotAnswerDelaysNobodyElse() {
        try (Hook slow = Hook.holding();
                TestNotifier here =
                        start(WARN, "notify.slow=webhook", "notify.slow.url=" + slow.url())) {
            here.hurriedSeconds(2);
            here.refuse(6);
            here.hurriedSeconds(1);

            assertThat(status(hook.post(1).json())).isEqualTo("WARNING");
            assertThat(slow.post(1)).isNotNull();
            here.hurriedSeconds(15);
            assertThat(status(hook.post(2).json())).isEqualTo("CLEAR");
            assertThat(here.receiver("slow").queued()).isEqualTo(2);
            slow.release();
            here.settle();
            await().until(() -> here.receiver("slow").sent() == 1);
        }
    }

    @Test
    void aTryThatFailedIsMadeAgainAfterGrowingPauses() {
        hook.answerNext(503, 429, 500);
        try (TestNotifier here = start(WARN)) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(1);
            assertThat(hook.posts).hasSize(1);
            here.seconds(1);
            assertThat(hook.posts).hasSize(2);
            here.seconds(1);
            assertThat(hook.posts).hasSize(2);
            here.seconds(1);
            assertThat(hook.posts).hasSize(3);
            here.seconds(3);
            assertThat(hook.posts).hasSize(3);

            here.seconds(1);

            assertThat(hook.posts).hasSize(4);
            assertThat(here.receiver("ops").failed()).isEqualTo(3);
            assertThat(here.receiver("ops").sent()).isEqualTo(1);
            assertThat(here.receiver("ops").lastError()).contains("500");
        }
    }

    @Test
    void whatIsRefusedForGoodIsGivenUpAndCountedWithoutItsSecret() {
        hook.answerNext(404);
        try (TestNotifier here = start(WARN, "notify.ops.header=Authorization: status")) {
            here.seconds(2);
            here.refuse(6);
            here.seconds(5);

            assertThat(hook.posts).hasSize(1);
            ReceiverView ops = here.receiver("ops");
            assertThat(ops.dropped()).isEqualTo(1);
            assertThat(ops.queued()).isZero();
            assertThat(ops.lastError()).isEqualTo("127.0.0.1 answers 404: status 404");
            assertThat(hook.posts.getFirst().authorization()).isEqualTo("status");
        }
    }

    @Test
    void whatWaitsOutlivesTheProgram() {
        hook.answerNext(503, 503);
        ManualClock clock;
        try (TestNotifier here = start(WARN)) {
            clock = here.clock;
            here.seconds(2);
            here.refuse(6);
            here.seconds(2);
            assertThat(here.receiver("ops").queued()).isEqualTo(1);
        }
        try (TestNotifier again = start(clock, WARN)) {
            assertThat(again.receiver("ops").queued()).isEqualTo(1);
            again.refuse(6);
            again.seconds(1);

            assertThat(status(hook.post(3).json())).isEqualTo("WARNING");
            assertThat(again.receiver("ops").queued()).isZero();
        }
    }

    @Test
    void aRestartTellsNothingTwiceAndForgetsNoEnd() {
        ManualClock clock;
        try (TestNotifier here = start(WARN)) {
            clock = here.clock;
            here.seconds(2);
            here.refuse(6);
            here.seconds(1);
            assertThat(hook.posts).hasSize(1);
        }
        try (TestNotifier again = start(clock, WARN)) {
            again.refuse(6);
            again.seconds(2);
            assertThat(hook.posts).hasSize(1);

            again.seconds(15);

            assertThat(hook.posts).hasSize(2);
            assertThat(status(hook.posts.get(1).json())).isEqualTo("CLEAR");
        }
    }

    @Test
    void aLineThatIsDamagedCostsThatLineOnly() throws IOException {
        hook.answerNext(503);
        ManualClock clock;
        try (TestNotifier here = start(WARN)) {
            clock = here.clock;
            here.seconds(2);
            here.refuse(6);
            here.seconds(1);
        }
        Path file = folder.resolve("notify").resolve("ops.queue");
        Files.writeString(file, "0badbad0 {\"number\":9}\n12345", StandardOpenOption.APPEND);
        try (TestNotifier again = start(clock, WARN)) {
            assertThat(again.receiver("ops").queued()).isEqualTo(1);
        }
    }

    @Test
    void aTestTellsWhetherItHasArrived() {
        hook.answerNext(200, 401);
        try (TestNotifier here = start(WARN)) {
            assertThat(here.notifier.test("ops")).isEmpty();
            assertThat(hook.post(1).json().get("title").asString())
                    .startsWith("[test] WARNING: This is a test");
            assertThat(here.notifier.test("ops")).hasValue("127.0.0.1 answers 401: status 401");
        }
    }

    @Test
    void aFullQueueDropsTheOldestAndSaysSo() throws IOException {
        Faults faults = new Faults(new NotifyMetrics(new Metrics()));
        Path file = folder.resolve("full.queue");
        try (Outbox outbox = Outbox.open(file, 2, faults)) {
            Notice notice = sample();
            assertThat(outbox.add(notice)).isTrue();
            assertThat(outbox.add(notice)).isTrue();
            assertThat(outbox.add(notice)).isFalse();
            assertThat(outbox.oldest(9)).extracting(Outbox.Entry::number).containsExactly(2L, 3L);
        }
        try (Outbox again = Outbox.open(file, 2, faults)) {
            assertThat(again.oldest(9)).extracting(Outbox.Entry::number).containsExactly(2L, 3L);
            assertThat(again.oldest(1).getFirst().notice()).isEqualTo(sample());
        }
    }

    static Notice sample() {
        return new NoticeWriter("here", "", Background.NONE, new ManualClock(0))
                .test(true)
                .getFirst()
                .first();
    }

    private static String status(JsonNode told) {
        return told.get("notices").get(0).get("status").asString();
    }

    private TestNotifier start(String lines, String... more) {
        return start(new ManualClock(1_795_357_800_000L), lines, more);
    }

    private TestNotifier start(ManualClock clock, String lines, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "notify.ops=webhook",
                                "notify.ops.group=0",
                                "notify.ops.url=" + hook.url()));
        for (String each : more) {
            settings.removeIf(old -> old.startsWith(each.substring(0, each.indexOf('=') + 1)));
            settings.add(each);
        }
        return TestNotifier.start(folder, clock, lines, settings.toArray(String[]::new));
    }
}
