// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What collectors of VerneMQ's metrics look for, against what two of its versions showed. */
final class VernemqSeriesTest {
    private static final int PROCESSORS = 32;
    private static final Pattern LINE =
            Pattern.compile("(?m)^(\\w+)\\{node=\"VerneMQ@here\",?([^}]*)} -?\\d+$");

    @ParameterizedTest
    @CsvSource({"1.10.1, ''", "2.0.1, vernemq_"})
    void everySeriesOfVernemqIsThereUnderItsName(String version, String prefix) {
        Set<String> captured = captured(version);

        assertThat(captured).hasSizeGreaterThan(180);
        assertThat(written(prefix)).containsAll(captured);
    }

    @Test
    void helpAndTypeStandOnceForEachFamily() {
        String text = text("vernemq_");

        assertThat(text.lines().filter(line -> line.startsWith("# TYPE ")))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(KnownFamily.all(PROCESSORS));
        assertThat(text.lines().filter(line -> line.startsWith("# HELP ")))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(KnownFamily.all(PROCESSORS));
    }

    private static Set<String> written(String prefix) {
        return LINE.matcher(text(prefix))
                .results()
                .map(each -> without(prefix, each.group(1)) + "{" + each.group(2) + "}")
                .collect(Collectors.toSet());
    }

    private static String without(String prefix, String name) {
        assertThat(name).startsWith(prefix);
        return name.substring(prefix.length());
    }

    private static String text(String prefix) {
        return new MetricsText(
                        new Metrics(),
                        List::of,
                        KnownFamily.all(PROCESSORS),
                        new MetricsText.Names(prefix, "VerneMQ@here", false))
                .write(Exposition.PROMETHEUS);
    }

    private static Set<String> captured(String version) {
        String file = "/vernemq/series-" + version + ".txt";
        try (var in = VernemqSeriesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
