// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Netdata's own files, where this machine has them. */
final class NetdataFilesTest {
    private static final String INSTALLED = "/usr/lib/netdata/conf.d/health.d";

    @Test
    void everyStockFileOfAnInstallationLoads() {
        Path folder =
                Path.of(Objects.requireNonNullElse(System.getenv("NETDATA_HEALTH_D"), INSTALLED));
        Assumptions.assumeTrue(Files.isDirectory(folder), "no Netdata here");

        RuleSet set = RuleSet.load(folder, StockRules.NONE);

        assertThat(set.failed()).isEmpty();
        assertThat(set.rules()).hasSizeGreaterThan(250);
        assertThat(set.notes()).allMatch(note -> note.line() > 0 && !note.text().isEmpty());
    }

    @Test
    void everyKindOfLineThatTheyHoldLoads() {
        RuleFile file =
                RuleReader.read(
                        "all.conf",
                        """
                        template: all
                        on: some.context
                        os: linux freebsd macos
                        hosts: *
                        host labels: environment=production !test*
                        chart labels: mount_point=!/run/* *
                        families: !/dev/* *
                        plugin: proc.plugin
                        module: !* *
                        lookup: average -10m at -5m every 1m unaligned absolute match-names of a,!b
                        calc: ($this * 100 / (${used} + $avail.x)) % 7
                        warn: $this > (($status >= $WARNING) ? ($green) : ($red)) AND NOT $x
                        crit: abs($this) >= 5 || $a <> nan && ($b != inf)
                        green: 1
                        red: 2.5
                        repeat: warning 120s critical 10s
                        options: no-clear-notification
                        exec: /some/script
                        delay: up 1m down 15m multiplier 1.5 max 1h
                        summary: ${label:device} of $family
                        info: long \\
                        line
                        to: silent
                        template: methods
                        on: some.context
                        lookup: percentile95 -1h anomaly-bit foreach *
                        warn: $this
                        template: condition
                        on: some.context
                        lookup: countif(> 5) -1d min2max null2zero percentage of all
                        warn: $this
                        """);

        assertThat(file.failed()).isEmpty();
        assertThat(file.rules()).hasSize(3);
        Rule all = file.rules().getFirst().rule();
        assertThat(all.repeat()).isEqualTo(new Repeat(120, 10));
        assertThat(all.noClear()).isTrue();
        assertThat(all.notes()).extracting(RuleNote::line).containsExactly(18);
        assertThat(file.rules().get(1).rule().notes()).isEmpty();
        assertThat(file.rules().get(2).rule().notes()).isEmpty();
    }
}
