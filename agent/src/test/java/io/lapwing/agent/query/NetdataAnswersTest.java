// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.MemoryPast;
import io.lapwing.agent.series.Sheet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that Netdata 1.37.1 gave to known input, and ours to the same questions. */
final class NetdataAnswersTest {
    /** Netdata's values are floats of 24 bits, and the input has seven decimals. */
    private static final double CLOSE = 2e-4;

    /** Rows that end later need seconds that are not in the file. */
    private static final long INPUT_END_S = 1_795_355_700;

    /** Where 1.37.1 has a fault or its own idea: the manual's page of the API lists them. */
    private static final List<Pattern> DIFFERENT =
            List.of(
                    Pattern.compile("group=(median|percentile|trimmed-).*"),
                    Pattern.compile("chart=fx.abs.*group=(min|max)&.*"),
                    Pattern.compile("group=(coefficient-of-variation|des)&.*"),
                    Pattern.compile("points=[12]&options=.*"),
                    Pattern.compile("group=countif&group_options=(==|!)?10&.*"));

    private static final String GOOGLE = "google.visualization.Query.setResponse";

    /** One option without meaning here, and one fault: the manual's page of the API says so. */
    private static final List<String> NOT_HERE =
            List.of("google_json", "jsonwrap,percentage,absolute");

    /**
     * When and where it was captured, how the program stores it, and the formats it calls unknown
     * or by another's name.
     */
    private static final String CAPTURED =
            "\"(id|name)\": ?\"(fx|sheet|test_local)[^\"]*\",?\\s*"
                    + "|\"options\": ?\"[^\"]*\",?\\s*"
                    + "|\"format\": ?\"(unknown|csvjsonarray|markdown|tsv|tsv-excel)\",?\\s*"
                    + "|\"(first|last)_entry\": ?\\d+,?\\s*"
                    + "|\"latest_values\": ?\\[[^\\]]*\\],?\\s*";

    private record Asked(String request, List<String> lines) {}

    private final Map<String, Sheet> sheets = new HashMap<>();
    private final List<Asked> rows = new ArrayList<>();
    private final List<Asked> texts = new ArrayList<>();
    private final List<Asked> more = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        Sheet sheet = new Sheet();
        List<String> into = new ArrayList<>();
        for (String line : text("/netdata/data-1.37.1.txt").split("\n", -1)) {
            if (line.startsWith("input ")) {
                String[] words = line.split(" ");
                sheet = new Sheet(Arrays.copyOfRange(words, 2, words.length));
                sheets.put(words[1], sheet);
                into = List.of();
            } else if (line.startsWith(">")) {
                into = new ArrayList<>();
                boolean verbatim = line.startsWith(">>");
                String request = line.substring(line.indexOf('?') + 1);
                (verbatim ? texts : rows).add(new Asked(request, into));
            } else if (line.matches("\\d+ .*") && rows.isEmpty() && texts.isEmpty()) {
                double[] numbers = numbers(line);
                sheet.writeAt((long) numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length));
            } else if (!line.startsWith("#")) {
                into.add(line);
            }
        }
        List<String> lines = new ArrayList<>();
        for (String line : text("/netdata/data-more-1.37.1.txt").split("\n", -1)) {
            if (line.startsWith(">>")) {
                lines = new ArrayList<>();
                more.add(new Asked(line.substring(line.indexOf('?') + 1), lines));
            } else if (!line.startsWith("# ")) {
                lines.add(line);
            }
        }
        assertThat(more).hasSize(86);
        assertThat(rows).hasSizeGreaterThan(150);
        assertThat(texts).hasSizeGreaterThan(30);
    }

    @Test
    void rowsAreThoseOfNetdataButForItsFaults() {
        Set<String> different = new TreeSet<>();
        Set<Pattern> unused = new HashSet<>(DIFFERENT);
        for (Asked asked : rows) {
            String difference = difference(asked);
            if (difference.isEmpty()) {
                continue;
            }
            String decoded = URLDecoder.decode(asked.request, StandardCharsets.UTF_8);
            List<Pattern> known =
                    DIFFERENT.stream().filter(each -> each.matcher(decoded).find()).toList();
            known.forEach(unused::remove);
            if (known.isEmpty()) {
                different.add(asked.request + ": " + difference);
            }
        }

        assertThat(different).isEmpty();
        assertThat(unused).as("differences that are none").isEmpty();
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = NetdataAnswersTest.class.getResourceAsStream(resource)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void wrappedAnswersAndRowsOfObjectsSayWhatNetdatasSay() {
        Set<String> different = new TreeSet<>();
        for (Asked asked : more) {
            Map<String, String> words = words(asked.request);
            String format = words.getOrDefault("format", "json");
            String ours =
                    answer(words)
                            .call(
                                    DataFormat.of(format).orElse(DataFormat.JSON),
                                    format.equals("datasource") ? GOOGLE : "callback",
                                    "0");
            boolean known = NOT_HERE.stream().anyMatch(asked.request::contains);
            boolean same = comparable(ours).equals(comparable(String.join("\n", asked.lines)));
            if (same == known) {
                different.add(asked.request);
            }
        }
        assertThat(different).isEmpty();
    }

    /** Without what says when and where it was captured, and how the program stores it. */
    private static String comparable(String text) {
        return plain(text.replaceAll(CAPTURED, "").replace("\\t", "\t"));
    }

    @Test
    void everyFormatSaysWhatNetdatasSays() {
        for (Asked asked : texts) {
            Map<String, String> words = words(asked.request);
            DataFormat format = DataFormat.of(words.getOrDefault("format", "json")).orElseThrow();
            boolean google = format == DataFormat.DATASOURCE;
            String ours =
                    answer(words)
                            .call(
                                    format,
                                    google ? "google.visualization.Query.setResponse" : "callback",
                                    "0");

            if (asked.request.contains("fx.gap") && asked.request.contains("min2max")) {
                continue; // there it counts from zero
            }
            assertThat(plain(ours))
                    .as(asked.request)
                    .isEqualTo(plain(String.join("\n", asked.lines)));
        }
    }

    /** The first difference; empty when there is none. */
    private String difference(Asked asked) {
        DataAnswer answer = answer(words(asked.request));
        List<String> expected = asked.lines.stream().filter(line -> !line.isEmpty()).toList();
        boolean flip = answer.rows() > 1 && answer.timeS(0) < answer.timeS(1);
        for (String line : expected) {
            double[] numbers = numbers(line);
            long time = (long) numbers[0];
            long second = time > 100_000_000_000L ? time / 1_000 : time;
            if (second > INPUT_END_S) {
                continue;
            }
            int row = -1;
            for (int i = 0; i < answer.rows(); i++) {
                row = answer.timeS(i) == second ? i : row;
            }
            if (row < 0 || answer.columns() != numbers.length - 1) {
                return answer.columns() + " columns, no row " + line;
            }
            for (int i = 0; i < answer.columns(); i++) {
                double ours = answer.value(row, i);
                boolean close =
                        Double.compare(ours, numbers[i + 1]) == 0
                                || Math.abs(ours - numbers[i + 1])
                                        <= CLOSE * Math.max(1, Math.abs(numbers[i + 1]));
                if (!close) {
                    return ours + " in column " + i + " instead of " + line;
                }
            }
        }
        long firstExpected = (long) numbers(expected.getFirst())[0];
        long lastExpected = (long) numbers(expected.getLast())[0];
        boolean ordered = expected.size() == 1 || flip == firstExpected < lastExpected;
        return ordered ? "" : "the other way round";
    }

    private DataAnswer answer(Map<String, String> words) {
        Grouping grouping =
                Grouping.of(
                                words.getOrDefault("group", "average"),
                                words.getOrDefault("group_options", ""))
                        .orElseThrow();
        DataQuery query =
                new DataQuery(
                        "sheet",
                        words.getOrDefault("dimensions", ""),
                        Long.parseLong(words.getOrDefault("after", "0")),
                        Long.parseLong(words.getOrDefault("before", "0")),
                        Integer.parseInt(words.getOrDefault("points", "0")),
                        grouping,
                        0,
                        null,
                        DataOption.all(words.getOrDefault("options", "")));
        Sheet sheet = sheets.get(words.get("chart"));
        assertThat(sheet).isNotNull();
        return Answering.answer(new MemoryPast(sheet.chart()), query);
    }

    /** Without what has no meaning: blanks, the time of capture, the last digit of a float. */
    private static String plain(String text) {
        return text.replaceAll("(?<=\\.\\d{3})\\d+", "")
                .replaceAll("sig:'\\d+'", "sig")
                .replaceAll("\"(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)\"", "$1")
                .replaceAll("\\s+", "");
    }

    private static Map<String, String> words(String request) {
        Map<String, String> words = new HashMap<>();
        for (String pair : request.split("&")) {
            int equals = pair.indexOf('=');
            words.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return words;
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" "))
                .mapToDouble(word -> word.equals("null") ? Double.NaN : Double.parseDouble(word))
                .toArray();
    }
}
