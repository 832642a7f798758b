// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.refusals.LogLines;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropsTest {
    private final Drops drops = Drops.start(new ManualClock(1_000), new Metrics());
    private final LogLines log = LogLines.of("io.lapwing.broker.drops");

    @AfterEach
    void stop() {
        log.close();
        drops.close();
    }

    private static DropRow row(String client, DropReason reason, long count, long at) {
        return new DropRow(client, null, reason, count, at, at);
    }

    @Test
    void dropsOfOneClientAndReasonAreOneRow() {
        drops.report(List.of(row("a", DropReason.QUEUE_FULL, 3, 10)));
        drops.report(
                List.of(
                        row("b", DropReason.TOO_LARGE, 1, 15),
                        row("a", DropReason.QUEUE_FULL, 4, 20)));

        DropAnswer answer = drops.query(10);

        assertThat(answer.rows())
                .containsExactly(
                        new DropRow("a", null, DropReason.QUEUE_FULL, 7, 10, 20),
                        row("b", DropReason.TOO_LARGE, 1, 15));
        assertThat(answer.nowMillis()).isEqualTo(1_000);
    }

    @Test
    void theRowThatChangedLeastRecentlyMakesRoom() {
        for (int i = 0; i < Drops.ROWS_MAX; i++) {
            drops.report(List.of(row("c" + i, DropReason.QUEUE_FULL, 1, i)));
            var _ = i % 500 == 0 ? drops.query(1) : null; // lets it read
        }
        drops.report(List.of(row("c0", DropReason.QUEUE_FULL, 1, 1)));
        drops.report(List.of(row("new", DropReason.QUEUE_FULL, 1, 1)));

        DropAnswer answer = drops.query(Drops.ROWS_MAX);

        assertThat(answer.rowsTotal()).isEqualTo(Drops.ROWS_MAX);
        assertThat(answer.evicted()).isEqualTo(1);
        assertThat(answer.rows()).extracting(DropRow::clientId).contains("c0").doesNotContain("c1");
    }

    @Test
    void theLogNamesEachClientOnceAReportInVerneMqsWords() {
        drops.report(
                List.of(
                        row("pump-7", DropReason.QUEUE_FULL, 3, 1),
                        row("pump-7", DropReason.TOO_LARGE, 2, 1),
                        row("pump-8", DropReason.EXPIRED, 2, 1)));
        drops.query(1);

        assertThat(log.texts())
                .containsExactly("subscriber {[],<<\"pump-7\">>} dropped 5 messages");
    }

    @Test
    void aStormOfDropsIsSummedUp() {
        drops.report(
                IntStream.range(0, 150)
                        .mapToObj(i -> row("c" + i, DropReason.QUEUE_FULL, 2, 1))
                        .toList());
        drops.query(1);

        assertThat(log.texts()).hasSize(Drops.LINES_MAX + 1);
        assertThat(log.texts().getLast()).isEqualTo("50 more subscribers dropped 100 messages");
    }
}
