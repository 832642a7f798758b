// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Metrics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private final Metrics metrics = new Metrics();
    private final Departures departures = Departures.start(metrics);

    @AfterEach
    void stop() {
        departures.close();
    }

    private static Departure left(String clientId, String how, long at) {
        return new Departure(clientId, null, how, "", "10.0.0." + at % 200, 1, at, at);
    }

    @Test
    void whoLeavesTheSameWayAgainHasOneRow() {
        departures.report(List.of(left("a", Departure.LOST, 10), left("b", Departure.LOST, 11)), 0);
        departures.report(List.of(left("a", Departure.LOST, 30)), 0);

        assertThat(departures.latest(10))
                .containsExactly(
                        new Departure("a", null, Departure.LOST, "", "10.0.0.30", 2, 10, 30),
                        left("b", Departure.LOST, 11));
        assertThat(departures.of("b")).containsExactly(left("b", Departure.LOST, 11));
        assertThat(departures.of("c")).isEmpty();
    }

    @Test
    void theRowThatChangedLeastRecentlyMakesRoom() {
        List<Departure> many =
                IntStream.range(0, Departures.ROWS_MAX)
                        .mapToObj(i -> left("c" + i, Departure.GOODBYE, i))
                        .toList();
        departures.report(many, 0);
        departures.report(List.of(left("c0", Departure.GOODBYE, 1)), 0);
        departures.report(List.of(left("new", Departure.GOODBYE, 2)), 0);

        assertThat(departures.of("c0")).hasSize(1);
        assertThat(departures.of("c1")).isEmpty();
        assertThat(departures.of("new")).hasSize(1);
    }

    @Test
    void thoseWhoLeftTooManyAtATimeAreCounted() {
        departures.report(List.of(left("a", Departure.LOST, 1)), 41);

        assertThat(metrics.value(metrics.series(Departures.UNREPORTED))).isEqualTo(41);
    }
}
