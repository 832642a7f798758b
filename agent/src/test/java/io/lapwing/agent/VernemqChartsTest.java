// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.LiveChart;
import io.lapwing.agent.collect.Naming;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.TargetKind;
import io.lapwing.agent.collect.scrape.Told;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What VerneMQ was captured to say makes the charts that Netdata makes of it, and more. */
class VernemqChartsTest {
    private static final String FOLDER = "/io/lapwing/agent/collect/vernemq/";
    private static final int OF_NETDATA = 82;
    private static final Pattern SERIES =
            Pattern.compile("(?:vernemq_)?(\\w+)\\{([^}]*)\\} ([0-9.]+)");
    private static final Pattern DIMENSION =
            Pattern.compile("([^=]+)=(\\w+)(?::(\\w+))? (inc|abs) (-?\\d+) (\\d+)");

    private final Samples samples = new Samples(false);

    @ParameterizedTest
    @CsvSource({"1.10.1, VerneMQ@172.17.0.2", "2.0.1, VerneMQ@10.10.10.20"})
    void capturedScrapesMakeNetdatasChartsWithItsValues(String version, String node)
            throws IOException {
        String scrape = text("metrics-" + version + ".txt");
        String later = moved(scrape);
        ChartBook book = ChartBook.of(TargetKind.AUTO, new Naming("it", "it", 1));
        Told.read(scrape, samples);
        book.bind(samples);
        Told.read(later, samples);
        book.bind(samples);
        Map<String, LiveChart> charts =
                book.groups().stream()
                        .flatMap(List::stream)
                        .collect(Collectors.toMap(each -> each.chart().id(), each -> each));

        List<String> expected =
                text("netdata-charts.txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> versions(line, node).stream())
                        .toList();

        assertThat(book.kind()).isEqualTo(TargetKind.VERNEMQ);
        assertThat(expected).hasSize(OF_NETDATA);
        for (String line : expected) {
            check(line, charts, Numbers.of(scrape), Numbers.of(later));
        }
    }

    private void check(String line, Map<String, LiveChart> charts, Numbers before, Numbers after) {
        String[] words = line.split(" \\| ");
        String mqtt = words[0];
        LiveChart live = charts.get("vernemq_it." + words[1]);
        assertThat(live).as(words[1]).isNotNull();
        Chart chart = live.chart();
        assertThat(chart.context()).isEqualTo(words[2]);
        assertThat(chart.type().word()).isEqualTo(words[3]);
        assertThat(chart.units()).as(words[1]).isEqualTo(words[4]);
        assertThat(chart.target()).isEqualTo("it");
        List<String> dimensions = List.of(words[5].split("; "));
        assertThat(chart.dimensions().stream().map(Dimension::id))
                .as(words[1])
                .containsExactlyInAnyOrderElementsOf(
                        dimensions.stream().map(each -> each.split("=")[0]).toList());
        for (String each : dimensions) {
            Matcher dimension = DIMENSION.matcher(each);
            assertThat(dimension.matches()).as(each).isTrue();
            String metric = dimension.group(2);
            String code = dimension.group(3) == null ? "" : dimension.group(3);
            double now = after.sum(metric, mqtt, code);
            boolean gained = dimension.group(4).equals("inc");
            double value = gained ? now - before.sum(metric, mqtt, code) : now;
            double scaled =
                    value
                            * Integer.parseInt(dimension.group(5))
                            / Integer.parseInt(dimension.group(6));
            int index =
                    chart.dimensions().stream()
                            .map(Dimension::id)
                            .toList()
                            .indexOf(dimension.group(1));
            assertThat(live.value(index, samples))
                    .as(words[1] + " " + each)
                    .isCloseTo(scaled, within(1e-6));
        }
    }

    /** One line for each version it is made for, with the node's name and no V. */
    private static List<String> versions(String line, String node) {
        String named = line.replace("node_N_", "node_" + node.replace('.', '_') + "_");
        if (line.startsWith("node ")) {
            return List.of(named.replaceFirst("node ", "- "));
        }
        List<String> all = new ArrayList<>();
        for (String version : List.of("4", "5")) {
            if (line.substring(0, line.indexOf('|')).contains("v" + version)) {
                String mine = named.substring(named.indexOf('|'));
                all.add(
                        version
                                + " "
                                + mine.replace("mqttV", "mqtt" + version)
                                        .replace("_ver_V_", "_ver_" + version + "_"));
            }
        }
        return all;
    }

    /** Every number has grown, the first ones most. */
    private static String moved(String scrape) {
        int[] place = {(int) scrape.lines().count()};
        return scrape.lines()
                .map(line -> {
                    place[0]--;
                    int blank = line.lastIndexOf(' ');
                    return line.startsWith("#") || line.isBlank()
                            ? line
                            : line.substring(0, blank + 1)
                                    + (Long.parseLong(line.substring(blank + 1)) + place[0]);
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = VernemqChartsTest.class.getResourceAsStream(FOLDER + name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The numbers of a scrape, read by another way than the program's. */
    private record Numbers(Map<String, Double> sums) {
        static Numbers of(String scrape) {
            Map<String, Double> sums = new HashMap<>();
            scrape.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        Matcher series = SERIES.matcher(line);
                        if (series.matches() && !series.group(1).contains("_bucket")) {
                            double value = Double.parseDouble(series.group(3));
                            String version = label(series.group(2), "mqtt_version", "-");
                            String code =
                                    label(
                                            series.group(2),
                                            "reason_code",
                                            label(series.group(2), "return_code", ""));
                            String key = series.group(1) + ' ' + version + ' ';
                            sums.merge(key, value, Double::sum);
                            if (!code.isEmpty()) {
                                sums.merge(key + code, value, Double::sum);
                            }
                        }
                    });
            return new Numbers(sums);
        }

        double sum(String metric, String version, String code) {
            return switch (metric) {
                case "open_sockets" -> Math.max(0, one("socket_open") - one("socket_close"));
                case "netsplit_unresolved" ->
                        Math.max(0, one("netsplit_detected") - one("netsplit_resolved"));
                case "queued_messages" ->
                        Math.max(
                                0,
                                one("queue_message_in")
                                        - one("queue_message_out")
                                        - one("queue_message_drop")
                                        - one("queue_message_unhandled"));
                default -> sums.getOrDefault(metric + ' ' + version + ' ' + code, 0.0);
            };
        }

        private double one(String metric) {
            return sum(metric, "-", "");
        }

        private static String label(String labels, String name, String otherwise) {
            Matcher found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(labels);
            return found.find() ? found.group(1) : otherwise;
        }
    }
}
