// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.collect.TargetKind;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.series.ChartInfo;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A target that is not watched any more takes its charts and alerts along. */
final class LeavingTargetTest {
    private final TestAgent it = new TestAgent();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void itsAlertsAreRemovedWithAnEntryInTheLogAndOthersStay() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 10);
        watch(target);
        it.seconds(5);
        target.connacks("banned", 20);
        it.seconds(1);
        List<Alert> its = alerts();
        int all = it.agent.alerts().size();
        assertThat(its).extracting(Alert::status).contains(Status.WARNING);

        it.agent.forget("b1");
        it.seconds(1);

        assertThat(alerts()).isEmpty();
        assertThat(it.agent.charts())
                .extracting(each -> each.chart().target())
                .doesNotContain("b1");
        assertThat(it.agent.alerts()).hasSize(all - its.size());
        assertThat(it.agent.transitions(0, "").stream().filter(LeavingTargetTest::isRemoval))
                .hasSize(its.size());

        TestAgent.Told again = new TestAgent.Told();
        again.connacks("banned", 20);
        watch(again);
        it.seconds(2);
        assertThat(alerts()).hasSameSizeAs(its);
        ChartInfo back =
                it.agent.charts().stream()
                        .filter(each -> each.chart().target().equals("b1"))
                        .findFirst()
                        .orElseThrow();
        assertThat(back.firstEntryS()).as("what memory knew").isLessThan(it.nowS() - 5);
    }

    private void watch(TestAgent.Told target) {
        URI nowhere = URI.create("http://127.0.0.1:1/metrics");
        TargetWish usual = TargetWish.of("b1", nowhere);
        it.agent.watch(
                new TargetWish(
                        "b1",
                        nowhere,
                        TargetKind.VERNEMQ,
                        usual.interval(),
                        usual.timeout(),
                        usual.access(),
                        "",
                        List.of(),
                        "",
                        "auto"),
                target);
    }

    private List<Alert> alerts() {
        return it.agent.alerts().stream().filter(each -> each.chart().contains("b1")).toList();
    }

    private static boolean isRemoval(Transition transition) {
        return transition.to() == Status.REMOVED;
    }
}
