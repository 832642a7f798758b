// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final long START = 1_700_000_000_000L;

    private final List<JournalRow> evicted = new ArrayList<>();

    @Test
    void theRowNotSeenForLongestMakesRoom() {
        Journal journal = new Journal(START, 2, 64, evicted::add);
        journal.add(refusal("a", START));
        journal.add(refusal("b", START + 1_000));
        journal.add(refusal("a", START + 2_000));

        journal.add(refusal("c", START + 3_000));

        assertThat(evicted).extracting(row -> row.newest.attempt().clientId()).containsExactly("b");
        RefusalAnswer answer =
                journal.answer(RefusalQuery.between(START, START + 4_000), START + 4_000, 0);
        assertThat(answer.evicted()).isEqualTo(1);
        assertThat(counts(answer)).isEqualTo(Map.of("a", 1L, "c", 1L));
        assertThat(answer.reachesBackMillis()).isEqualTo(START + 2_000);
        assertThat(answer.fromMillis()).isEqualTo(START + 2_000);
    }

    @Test
    void anOldRowsOccurrencesAreNotCountedForTheRowThatTookItsPlace() {
        Journal journal = new Journal(START, 1, 64, evicted::add);
        journal.add(refusal("a", START + 1_000));
        journal.add(refusal("a", START + 1_000));
        journal.add(refusal("b", START + 1_000));

        RefusalRow row = journal.row(2L << 17, START - 60_000, START + 1_000);

        assertThat(row).isNotNull();
        assertThat(row.count()).isEqualTo(1);
        assertThat(row.lastMinute()).isEqualTo(1);
        assertThat(journal.row(1L << 17, START, START + 1_000)).isNull();
    }

    @Test
    void countsAreExactAsFarBackAsTheRingReachesForAnySequence() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Journal journal = new Journal(START, 8, 16, evicted::add);
            List<Refusal> all = new ArrayList<>();
            long now = START;
            for (int i = 0; i < 100; i++) {
                now += random.nextInt(3) * 400L;
                Refusal refusal = refusal("c" + random.nextInt(12), now);
                all.add(refusal);
                journal.add(refusal);
            }

            RefusalAnswer answer = journal.answer(RefusalQuery.between(START, now + 1), now, 0);

            Map<String, Long> expected = new HashMap<>();
            all.stream()
                    .filter(each -> each.atMillis() >= answer.fromMillis())
                    .forEach(each -> expected.merge(each.attempt().clientId(), 1L, Long::sum));
            assertThat(counts(answer)).as("seed %d", seed).isEqualTo(expected);
            assertThat(answer.fromMillis()).isLessThanOrEqualTo(now + 1_000);
        }
    }

    @Test
    void longTextsMakeRoomBeforeTheRowsRunOut() {
        Journal journal = new Journal(START, evicted::add);
        String because = "b".repeat(400_000);
        for (int i = 0; i < 100; i++) {
            Attempt attempt = attempt("c" + i);
            journal.add(new Refusal(Cause.BANNED, START, attempt, because, List.of()));
        }

        assertThat(journal.size()).isEqualTo(79);
        assertThat(evicted).hasSize(21);
    }

    @Test
    void theRhythmIsTheMiddleOfTheLastPauses() {
        Journal journal = new Journal(START, evicted::add);
        long now = START;
        JournalRow row = journal.add(refusal("a", now));
        assertThat(row.gapMillis()).isEqualTo(-1);
        journal.add(refusal("a", now += 5_000));
        assertThat(row.gapMillis()).isEqualTo(-1);
        journal.add(refusal("a", now += 7_000));
        journal.add(refusal("a", now += 6_000));
        assertThat(row.gapMillis()).isEqualTo(6_000);
        for (int i = 0; i < 8; i++) {
            journal.add(refusal("a", now += 100));
        }
        assertThat(row.gapMillis()).isEqualTo(100);
    }

    @Test
    void anAnswerOverAHundredThousandRowsTakesLessThanFiveMilliseconds() {
        Journal journal = new Journal(START, evicted::add);
        for (int i = 0; i < Journal.OCCURRENCES_MAX; i++) {
            int n = i % Journal.ROWS_MAX;
            String address = "10.%d.%d.%d".formatted(n >> 16, n >> 8 & 255, n & 255);
            Attempt attempt =
                    new Attempt(
                            "tcp.default",
                            address,
                            1,
                            MqttVersion.V5,
                            5,
                            "device-" + n,
                            "user-" + n % 1_000);
            Cause cause = Cause.values()[n % 3];
            long at = START + i / 100;
            journal.add(new Refusal(cause, at, attempt, "x", List.of()));
        }
        assertThat(journal.size()).isEqualTo(Journal.ROWS_MAX);
        RefusalQuery all = RefusalQuery.between(START, START + 1_000_000);
        long now = START + 3_000;

        measure("everything", () -> journal.answer(all, now, 0));
        measure("one user", () -> journal.answer(all.withUser("user-7"), now, 0));
        measure("a part of a name", () -> journal.answer(all.withFind("vice-77"), now, 0));
        measure("a pattern", () -> journal.answer(all.withFind("*-77*7"), now, 0));
        measure("a range", () -> journal.answer(all.withFind("10.0.7.0/24"), now, 0));
    }

    /** The best of many in CPU time: what the code needs, not what the machine does besides. */
    private static void measure(String what, Supplier<RefusalAnswer> question) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 200 && best > 4_500_000; i++) {
            long before = threads.getCurrentThreadCpuTime();
            RefusalAnswer answer = question.get();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
            assertThat(answer.rowsTotal()).isPositive();
        }
        assertThat(best).as(what).isLessThan(5_000_000);
    }

    private static Map<String, Long> counts(RefusalAnswer answer) {
        Map<String, Long> counts = new HashMap<>();
        answer.rows().forEach(row -> counts.put(row.attempt().clientId(), row.count()));
        return counts;
    }

    private static Refusal refusal(String client, long at) {
        return new Refusal(Cause.BANNED, at, attempt(client), "it is a test", List.of());
    }

    private static Attempt attempt(String client) {
        return new Attempt("tcp.default", "10.0.0.7", 1, MqttVersion.V5, 5, client, null);
    }
}
