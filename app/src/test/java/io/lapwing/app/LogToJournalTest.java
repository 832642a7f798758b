// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.agent.log.LogWatch;
import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.agent.log.format.LogRefusal;
import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.NoBroker;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a line in the log of another broker to a row of the journal. */
final class LogToJournalTest {
    private static final String VERNEMQ_2 =
            "2024-05-27T03:49:11.752627+00:00 [warning] <0.3.0> vmq_mqtt_fsm:check_user/2:923: ";
    private static final String VERNEMQ_1 =
            "2022-02-28 14:35:52.754 [warning] <0.1.0>@vmq_mqtt_fsm:check_user:923 ";

    @TempDir Path folder;

    private final Clock clock = Clock.system();
    private final Metrics metrics = new Metrics();
    private final NoBroker broker = NoBroker.start(clock, metrics);
    private TargetLogs logs;

    @BeforeEach
    void follow() throws IOException {
        logs = TargetLogs.start(folder, clock, metrics, broker.refusals());
    }

    @AfterEach
    void stop() {
        logs.close();
        broker.close();
    }

    @Test
    void aRefusalInALogIsInTheJournalWithinTwoSeconds() throws IOException {
        Path one = Files.createFile(folder.resolve("one.log"));
        Path two = Files.createFile(folder.resolve("two.log"));
        logs.set(List.of(wish("plant-1", one), wish("plant-2", two)));
        await().until(() -> logs.states().stream().allMatch(each -> each.trouble().isEmpty()));

        refuse(one, VERNEMQ_2, "pump-7", "invalid_credentials");
        refuse(two, VERNEMQ_1, "pump-7", "plugin_chain_exhausted");

        await().atMost(Duration.ofSeconds(2)).until(() -> rows(null).size() == 2);
        RefusalRow row = rows("plant-1").getFirst();
        assertThat(row.cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(row.attempt().clientId()).isEqualTo("pump-7");
        assertThat(row.attempt().address()).isEqualTo("10.0.0.7");
        assertThat(row.newest().code()).isEqualTo("4 or 0x86");
        assertThat(row.logLine()).startsWith(VERNEMQ_2);
        assertThat(rows("plant-2").getFirst().newest().code()).isEqualTo("5 or 0x86");
        assertThat(rows("")).isEmpty();
    }

    @Test
    void aLogThatIsNoLongerWantedIsNotFollowed() throws IOException {
        Path one = Files.createFile(folder.resolve("one.log"));
        Path two = Files.createFile(folder.resolve("two.log"));
        logs.set(List.of(wish("plant-1", one), wish("plant-2", two)));
        logs.set(List.of(wish("plant-2", two)));

        refuse(one, VERNEMQ_2, "pump-7", "invalid_credentials");
        refuse(two, VERNEMQ_2, "pump-8", "invalid_credentials");

        await().until(() -> !rows("plant-2").isEmpty());
        assertThat(rows("plant-1")).isEmpty();
        assertThat(logs.states()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("causes")
    void everyCauseThatALogTellsIsOneOfOurs(String word) {
        assertThat(Cause.of(word)).isNotNull();
    }

    static Iterable<String> causes() {
        return LogRefusal.CAUSES;
    }

    private static LogWatch.Wish wish(String target, Path file) {
        return new LogWatch.Wish(target, file.toString(), LogFormat.VERNEMQ);
    }

    private List<RefusalRow> rows(@Nullable String target) {
        long now = clock.epochMillis();
        return broker.refusals(RefusalQuery.between(now - 60_000, now + 1_000).withTarget(target))
                .rows();
    }

    private static void refuse(Path log, String head, String client, String reason)
            throws IOException {
        Files.writeString(
                log,
                head
                        + "can't authenticate client {[],<<\""
                        + client
                        + "\">>} from 10.0.0.7:50123 due to "
                        + reason
                        + "\n",
                StandardOpenOption.APPEND);
    }
}
