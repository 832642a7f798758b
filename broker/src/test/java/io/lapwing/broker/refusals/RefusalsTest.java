// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import io.lapwing.broker.refusals.RefusalAnswer.CauseCount;
import io.lapwing.protocol.MqttVersion;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final long START = 1_700_000_000_000L; // 22:13:20 UTC

    private final ManualClock clock = new ManualClock(START);
    private final Metrics metrics = new Metrics();
    private final LogLines log = LogLines.of("io.lapwing.broker.refusals");
    private final Refusals refusals = new Refusals(clock, metrics, ZoneOffset.UTC);

    @AfterEach
    void close() {
        refusals.close();
        log.close();
    }

    @Test
    void equalRefusalsAreOneRowWithFirstLastAndCount() {
        refuse(Cause.WRONG_PASSWORD, "pump-7", 3, Duration.ofSeconds(5));
        refuse(Cause.WRONG_PASSWORD, "pump-8", 1, Duration.ZERO);

        RefusalAnswer answer = refusals.query(lastMinutes(15));

        assertThat(answer.total()).isEqualTo(4);
        assertThat(answer.rowsTotal()).isEqualTo(2);
        assertThat(answer.folded()).isEqualTo(2);
        RefusalRow row = answer.rows().getFirst();
        assertThat(row.attempt().clientId()).isEqualTo("pump-7");
        assertThat(row.count()).isEqualTo(3);
        assertThat(row.lastMinute()).isEqualTo(3);
        assertThat(row.firstMillis()).isEqualTo(START);
        assertThat(row.lastMillis()).isEqualTo(START + 10_000);
        assertThat(row.gapMillis()).isEqualTo(5_000);
        assertThat(refusals.row(row.id())).contains(row);
    }

    @Test
    void theLastRungOfTheLadderIsWhatTheClientWasTold() {
        refuse(Cause.WRONG_PASSWORD, "pump-7", 1, Duration.ZERO);

        List<Check> checks = refusals.query(lastMinutes(1)).rows().getFirst().checks();

        assertThat(checks)
                .containsExactly(
                        Check.failed("the test says no"),
                        new Check(
                                Check.Outcome.ANSWERED,
                                "Answered 0x86 bad_username_or_password, then closed",
                                null));
    }

    @Test
    void aWindowIsExactToTheSecond() {
        for (int second = 0; second < 100; second++) {
            refuse(Cause.WRONG_PASSWORD, "pump-" + second % 2, 1 + second % 3, Duration.ZERO);
            clock.advance(Duration.ofSeconds(1));
        }

        RefusalAnswer answer = refusals.query(RefusalQuery.between(START + 10_000, START + 20_000));

        long expected = 0;
        for (int second = 10; second < 20; second++) {
            expected += 1 + second % 3;
        }
        assertThat(answer.total()).isEqualTo(expected);
        assertThat(answer.causes()).containsExactly(new CauseCount(Cause.WRONG_PASSWORD, expected));
        assertThat(answer.fromMillis()).isEqualTo(START + 10_000);
        assertThat(answer.reachesBackMillis()).isEqualTo(START);
        assertThat(refusals.query(lastMinutes(15)).rows())
                .extracting(RefusalRow::lastMinute)
                .containsExactly(60L, 58L);
    }

    @Test
    void filtersNameCauseReasonClientUserAddressAndListener() {
        add(Cause.WRONG_PASSWORD, attempt("Pump-7", "10.0.0.7"));
        add(Cause.UNKNOWN_USER, attempt("pump-8", "10.0.1.7"));
        add(Cause.NOT_MQTT, Attempt.unknown("tcp.other", "2001:db8::9", 1));
        RefusalQuery all = lastMinutes(1);

        assertThat(addresses(all)).hasSize(3);
        assertThat(addresses(all.withCauses(Set.of(Cause.NOT_MQTT))))
                .containsExactly("2001:db8::9");
        assertThat(addresses(all.withReason("bad_username_or_password"))).hasSize(2);
        assertThat(addresses(all.withClient("Pump-7"))).containsExactly("10.0.0.7");
        assertThat(addresses(all.withUser("user of pump-8"))).containsExactly("10.0.1.7");
        assertThat(addresses(all.withAddress("10.0.1.7"))).containsExactly("10.0.1.7");
        assertThat(addresses(all.withListener("tcp.other"))).containsExactly("2001:db8::9");
        assertThat(addresses(all.withFind("PUMP"))).hasSize(2);
        assertThat(addresses(all.withFind("pump-*"))).hasSize(2);
        assertThat(addresses(all.withFind("*-8"))).containsExactly("10.0.1.7");
        assertThat(addresses(all.withFind("ump-*"))).isEmpty();
        assertThat(addresses(all.withFind("10.0.0.0/24"))).containsExactly("10.0.0.7");
        assertThat(addresses(all.withFind("10.0.0.0/23"))).hasSize(2);
        assertThat(addresses(all.withFind("2001:db8::/32"))).containsExactly("2001:db8::9");
        assertThat(addresses(all.withFind("10.0/16"))).isEmpty();
        assertThat(addresses(all.withLimit(1))).hasSize(1);
        assertThat(refusals.query(all.withLimit(1)).rowsTotal()).isEqualTo(3);
    }

    @Test
    void longTextIsCutWhenItIsJournalled() {
        add(Cause.CLIENT_ID_TOO_LONG, attempt("x".repeat(65_535), "10.0.0.7"));

        RefusalRow row = refusals.query(lastMinutes(1)).rows().getFirst();

        assertThat(row.attempt().clientId()).isEqualTo("x".repeat(256) + "… (65535 characters)");
    }

    @Test
    void tenLinesOfARowAreWrittenThenOneEveryTenSeconds() {
        refuse(Cause.WRONG_PASSWORD, "pump-7", 35, Duration.ofMillis(100));
        refusals.turnNow();
        assertThat(log.texts()).hasSize(10).allMatch(line -> line.startsWith("can't authenticate"));

        clock.advance(Duration.ofMillis(10_000 - 2_400 - 1));
        refusals.turnNow();
        assertThat(log.texts()).hasSize(10);
        clock.advance(Duration.ofMillis(1));
        refusals.turnNow();

        assertThat(log.texts()).hasSize(11);
        assertThat(log.texts().getLast())
                .startsWith(
                        "repeated 25 times since 22:13:21: can't authenticate client"
                                + " {[],<<\"pump-7\">>} from 10.0.0.7:1 due to"
                                + " invalid_credentials cause=wrong_password ");
        assertThat(count(RefusalMetrics.LOG_FOLDED)).isEqualTo(25);
    }

    @Test
    void aMinuteLaterARowsLinesAreWrittenOneByOneAgain() {
        refuse(Cause.WRONG_PASSWORD, "pump-7", 12, Duration.ZERO);
        refusals.turnNow();
        clock.advance(Duration.ofSeconds(60));
        refusals.turnNow();
        refuse(Cause.WRONG_PASSWORD, "pump-7", 1, Duration.ZERO);
        refusals.turnNow();

        assertThat(log.texts()).hasSize(12);
        assertThat(log.texts().get(10)).startsWith("repeated 2 times since 22:13:20: ");
        assertThat(log.texts().getLast()).startsWith("can't authenticate");
    }

    @Test
    void aThousandLinesASecondAreWrittenAndTheRestIsCounted() {
        for (int i = 0; i < 1_500; i++) {
            add(Cause.WRONG_PASSWORD, attempt("pump-" + i, "10.0.0.7"));
        }
        refusals.turnNow();
        assertThat(log.texts()).hasSize(1_000);

        clock.advance(Duration.ofSeconds(1));
        refusals.turnNow();

        assertThat(log.texts()).hasSize(1_001);
        assertThat(log.texts().getLast())
                .isEqualTo("500 refusals are not in this log: more than 1000 lines a second");
        assertThat(count(RefusalMetrics.LOG_DROPPED)).isEqualTo(500);
    }

    @Test
    void closingWritesWhatIsStillFolded() {
        refuse(Cause.WRONG_PASSWORD, "pump-7", 14, Duration.ZERO);

        refusals.close();

        assertThat(log.texts()).hasSize(11);
        assertThat(log.texts().getLast()).startsWith("repeated 4 times since 22:13:20: ");
    }

    @Test
    void listenersHearOnceASecondWhichRowsChanged() {
        List<RefusalChanges> heard = new ArrayList<>();
        Subscription listening = refusals.onChanges(heard::add);
        refuse(Cause.WRONG_PASSWORD, "pump-7", 3, Duration.ZERO);
        refusals.turnNow();
        refusals.turnNow();
        clock.advance(Duration.ofSeconds(1));
        refusals.turnNow();
        for (int i = 0; i < 60; i++) {
            add(Cause.WRONG_PASSWORD, attempt("pump-" + i, "10.0.0.7"));
        }
        clock.advance(Duration.ofSeconds(1));
        refusals.turnNow();
        listening.close();
        refuse(Cause.WRONG_PASSWORD, "pump-7", 3, Duration.ofSeconds(1));
        refusals.turnNow();

        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst().rows()).extracting(RefusalRow::count).containsExactly(3L);
        assertThat(heard.getLast().rows()).hasSize(50);
        assertThat(heard.getLast().rows().getFirst().count()).isEqualTo(4);
        assertThat(heard.getLast().more()).isEqualTo(10);
    }

    @Test
    void whatDoesNotFitTheMailboxIsDroppedAndSaid() {
        for (int i = 0; i < Refusals.WAITING_MAX + 5; i++) {
            add(Cause.WRONG_PASSWORD, attempt("pump-7", "10.0.0.7"));
        }

        RefusalAnswer answer = refusals.query(lastMinutes(1));

        assertThat(answer.total()).isEqualTo(Refusals.WAITING_MAX);
        assertThat(answer.dropped()).isEqualTo(5);
        assertThat(count(RefusalMetrics.JOURNAL_ROWS)).isEqualTo(1);
    }

    @Test
    void everyCauseIsCountedByListenerAndVersion() {
        RefusalSeries series = RefusalSeries.of(metrics, "tcp.default");
        metrics.shared().increment(series.of(Cause.NOT_MQTT, null));
        metrics.shared().increment(series.of(Cause.BANNED, MqttVersion.V3_1));

        assertThat(
                        metrics.series().stream()
                                .filter(each -> each.family() == RefusalMetrics.REFUSALS)
                                .filter(each -> metrics.value(each) == 1)
                                .map(each -> String.join(" ", each.labelValues())))
                .containsExactlyInAnyOrder("not_mqtt tcp.default none", "banned tcp.default 3.1");
        assertThat(series.of(Cause.BANNED, MqttVersion.V5).labelValues().getLast()).isEqualTo("5");
    }

    private List<String> addresses(RefusalQuery query) {
        return refusals.query(query).rows().stream().map(row -> row.attempt().address()).toList();
    }

    private RefusalQuery lastMinutes(int minutes) {
        long now = clock.epochMillis();
        return RefusalQuery.between(now - minutes * 60_000L, now + 1);
    }

    private long count(Family family) {
        return metrics.value(metrics.series(family));
    }

    private void refuse(Cause cause, String client, int times, Duration apart) {
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                clock.advance(apart);
            }
            add(cause, attempt(client, "10.0.0.7"));
            if (!apart.isZero()) {
                refusals.turnNow();
            }
        }
    }

    private static Attempt attempt(String client, String address) {
        return new Attempt(
                "tcp.default", address, 1, MqttVersion.V5, 5, client, "user of " + client);
    }

    private void add(Cause cause, Attempt attempt) {
        List<Check> checks = List.of(Check.failed("the test says no"));
        refusals.refused(new Refusal(cause, clock.epochMillis(), attempt, "it is a test", checks));
    }
}
