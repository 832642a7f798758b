// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleReaderTest {
    private static final String WHOLE =
            """
            # A comment.
             template: slow acks!
                   on: some.context
                class: Latency
                 type: Messaging
            component: Broker
               lookup: max -2m at -10s every 5s unaligned absolute min of p99,!p50
                 calc: $this / 1000
                units: ms
                 warn: $this > 5 AND \\
                       $status != $CRITICAL
                 crit: $this > $red
                  red: 50
                delay: up 2m down 5m multiplier 1.5 max 1h
              summary: Slow answers
                 info: Answers on ${label:node} take long
                   to: sysadmin dba
               repeat: warning 1h
                 exec: /usr/bin/true
            """;

    @Test
    void everyLineOfARuleIsRead() {
        RuleFile file = RuleReader.read("my.conf", WHOLE);

        assertThat(file.failed()).isEmpty();
        Rule rule = file.rules().getFirst().rule();
        assertThat(rule.name()).isEqualTo("slow_acks_");
        assertThat(rule.template()).isTrue();
        assertThat(rule.on()).isEqualTo("some.context");
        assertThat(rule.classification()).isEqualTo("Latency");
        assertThat(rule.lookup().method()).isEqualTo(Grouping.of(Group.MAX));
        assertThat(rule.lookup().afterS()).isEqualTo(-120);
        assertThat(rule.lookup().beforeS()).isEqualTo(-10);
        assertThat(rule.lookup().fold()).isEqualTo(Group.MIN);
        assertThat(rule.lookup().options())
                .containsExactlyInAnyOrder(DataOption.UNALIGNED, DataOption.ABSOLUTE);
        assertThat(rule.lookup().dimensions()).isEqualTo("p99,!p50");
        assertThat(rule.everyS()).isEqualTo(5);
        assertThat(rule.warn()).isEqualTo("$this > 5 AND $status != $CRITICAL");
        assertThat(rule.red()).isEqualTo(50);
        assertThat(rule.delay()).isEqualTo(new Delay(120, 300, 1.5, 3_600));
        assertThat(rule.to()).isEqualTo("sysadmin dba");
        assertThat(rule.source().line()).isEqualTo(2);
        assertThat(rule.source().text()).startsWith("template: slow acks!").contains("red: 50");
        assertThat(rule.repeat()).isEqualTo(new Repeat(3_600, 0));
        assertThat(rule.noClear()).isFalse();
        assertThat(rule.notes())
                .containsExactly(
                        new RuleNote(
                                "my.conf", 19, "slow_acks_", "exec: the line has no effect here"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    warn: $this > (5              | 4 | warn: a bracket is not closed
                    lookup: sum                   | 4 | lookup: a lookup needs the length
                    lookup: summ -1m              | 4 | no method
                    lookup: sum 1m                | 4 | must be negative
                    lookup: sum -1x               | 4 | is no duration
                    lookup: sum -1m unalined      | 4 | has no
                    delay: up                     | 4 | pairs
                    delay: up 1m multiplier 0     | 4 | above 0
                    every: 0                      | 2 | at least 1s
                    red: much                     | 4 | is no number
                    this is no line               | 4 | key
                    """)
    void aRuleWithAnErrorIsOffAndItsNeighboursRun(String bad, int line, String why) {
        String text =
                """
                # first line
                alarm: bad
                   on: a.chart
                %s
                 calc: 1
                """
                                .formatted(bad)
                        + (bad.startsWith("every") ? "" : "every: 1s\n")
                        + "alarm: good\n on: a.chart\n calc: 2\n every: 1s\n";

        RuleFile file = RuleReader.read("my.conf", text);

        assertThat(file.rules()).extracting(each -> each.rule().name()).containsExactly("good");
        assertThat(file.failed()).hasSize(1);
        FailedRule failed = file.failed().getFirst();
        assertThat(failed.file()).isEqualTo("my.conf");
        assertThat(failed.name()).isEqualTo("bad");
        assertThat(failed.line()).isEqualTo(line);
        assertThat(failed.error()).contains(why);
    }

    @Test
    void aRuleMustWatchAndSaySomething() {
        RuleFile file =
                RuleReader.read(
                        "my.conf",
                        """
                        warn: 1
                        alarm: nothing_watched
                        calc: 1
                        every: 1s
                        alarm: nothing_said
                        on: a.chart
                        every: 1s
                        alarm: never
                        on: a.chart
                        calc: 1
                        alarm:
                        on: a.chart
                        calc: 1
                        every: 1s
                        """);

        assertThat(file.rules()).isEmpty();
        assertThat(file.failed())
                .extracting(FailedRule::name, FailedRule::line)
                .containsExactly(
                        Tuple.tuple("", 1),
                        Tuple.tuple("nothing_watched", 2),
                        Tuple.tuple("nothing_said", 5),
                        Tuple.tuple("never", 8),
                        Tuple.tuple("", 11));
    }

    @Test
    void everyIsTheWindowUnlessItIsSaid() {
        RuleFile file =
                RuleReader.read(
                        "my.conf", "alarm: a\non: b\nlookup: avg -2m of all\nwarn: $this\n");

        Rule rule = file.rules().getFirst().rule();
        assertThat(rule.everyS()).isEqualTo(120);
        assertThat(rule.lookup().dimensions()).isEmpty();
    }

    @Test
    void anOperatorsFileHidesTheStockFileOfItsName(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("broker.conf"), "# nothing\n");
        Files.writeString(folder.resolve("mine.conf"), "alarm: mine\non: b\ncalc: 1\nevery: 1\n");
        Files.writeString(folder.resolve("notes.txt"), "alarm: not this\n");
        Files.write(
                folder.resolve("torn.conf"), "alarm: \u00fc".getBytes(StandardCharsets.ISO_8859_1));

        RuleSet set = RuleSet.load(folder, StockRules.LAPWING);

        assertThat(set.rules())
                .extracting(each -> each.rule().source().file())
                .contains("mine.conf", "vernemq.conf")
                .doesNotContain("broker.conf");
        assertThat(set.failed())
                .extracting(FailedRule::file, FailedRule::error)
                .containsExactly(Tuple.tuple("torn.conf", "it is no UTF-8 text"));
    }

    @Test
    void aFolderThatIsNotThereIsToldAndTheStockRulesRun(@TempDir Path folder) {
        RuleSet set = RuleSet.load(folder.resolve("gone"), StockRules.LAPWING);

        assertThat(set.failed()).hasSize(1);
        assertThat(set.rules()).isNotEmpty();
        assertThat(RuleSet.load(Path.of(""), StockRules.LAPWING).failed()).isEmpty();
    }
}
