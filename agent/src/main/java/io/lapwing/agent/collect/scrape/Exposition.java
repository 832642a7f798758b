// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Metric;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads metrics in Prometheus' text format and in OpenMetrics, in place. A line that is neither a
 * sample nor a comment makes the whole answer void: half of one would be taken for all of it.
 */
final class Exposition {
    static final int LINE_MAX = 16 * 1024;
    static final int LABELS_MAX = 64;

    private static final int SHOWN_MAX = 60;

    private final SeriesTable table;
    private byte[] bytes = {};
    private int length;
    private int line;
    private @Nullable Described described;

    Exposition(SeriesTable table) {
        this.table = table;
    }

    /**
     * Puts all samples of an answer where they belong.
     *
     * @throws NoAnswer saying which line is wrong
     */
    void read(byte[] body, int bodyLength, Scrape into) throws NoAnswer {
        bytes = body;
        length = bodyLength;
        line = 0;
        described = null;
        table.begin();
        for (int at = 0; at < length; ) {
            int end = at;
            while (end < length && body[end] != '\n') {
                end++;
            }
            line++;
            if (end - at > LINE_MAX) {
                throw new NoAnswer("line " + line + " is longer than " + LINE_MAX + " bytes");
            }
            onLine(at, end > at && body[end - 1] == '\r' ? end - 1 : end, into);
            at = end + 1;
        }
        if (into.samples() == 0) {
            throw new NoAnswer("the answer holds no metric");
        }
    }

    private void onLine(int at, int end, Scrape into) throws NoAnswer {
        if (at == end || bytes[at] == '#') {
            return;
        }
        int expected = table.expected(bytes, at, end);
        int keyEnd = expected < 0 ? keyEnd(at, end) : at + expected;
        int number = expected < 0 ? numberOf(at, keyEnd, end) : table.takeExpected();
        double value = value(at, keyEnd, end);
        if (number >= 0) {
            into.set(number, value);
        }
    }

    private int numberOf(int at, int keyEnd, int end) throws NoAnswer {
        int known = table.find(bytes, at, keyEnd);
        return known == SeriesTable.UNKNOWN
                ? table.learn(bytes, at, keyEnd, metric(at, keyEnd, end))
                : known;
    }

    /** Behind the name, or behind the brace that closes the labels. */
    private int keyEnd(int from, int end) throws NoAnswer {
        int at = from;
        while (at < end && isOfName(bytes[at])) {
            at++;
        }
        if (at == from || bytes[from] >= '0' && bytes[from] <= '9') {
            throw wrong("is no metric", from, end);
        }
        int brace = at;
        while (brace < end && isBlank(bytes[brace])) {
            brace++;
        }
        return brace < end && bytes[brace] == '{' ? labelsEnd(from, brace + 1, end) : at;
    }

    private int labelsEnd(int lineStart, int from, int end) throws NoAnswer {
        boolean quoted = false;
        int at = from;
        for (; at < end && (quoted || bytes[at] != '}'); at++) {
            if (bytes[at] == '\\' && quoted) {
                at++;
            } else if (bytes[at] == '"') {
                quoted = !quoted;
            }
        }
        if (at >= end) {
            throw wrong("has labels without an end", lineStart, end);
        }
        return at + 1;
    }

    private double value(int lineStart, int keyEnd, int end) throws NoAnswer {
        int from = keyEnd;
        while (from < end && isBlank(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < end && !isBlank(bytes[to])) {
            to++;
        }
        if (from == keyEnd && bytes[keyEnd - 1] != '}' || from == to) {
            throw wrong("is no metric", lineStart, end);
        }
        try {
            return Figures.read(bytes, from, to);
        } catch (NumberFormatException e) {
            throw wrong("has no number", lineStart, end);
        }
    }

    private Metric metric(int from, int keyEnd, int end) throws NoAnswer {
        int nameEnd = from;
        while (nameEnd < keyEnd && bytes[nameEnd] != '{') {
            nameEnd++;
        }
        String name = text(from, nameEnd).strip();
        Map<String, String> labels = nameEnd == keyEnd ? Map.of() : labels(nameEnd + 1, end);
        Described families = described;
        if (families == null) {
            families = Described.in(bytes, length);
            described = families;
        }
        return new Metric(name, labels, families.kind(name), families.help(name));
    }

    private Map<String, String> labels(int from, int end) throws NoAnswer {
        Map<String, String> labels = new LinkedHashMap<>();
        int at = from;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        while (bytes[at] != '}') {
            int keyStart = at;
            while (at < end && (isOfName(bytes[at]) || isBlank(bytes[at]))) {
                at++;
            }
            String key = text(keyStart, at).strip();
            at = valueQuote(at, end);
            if (key.isEmpty() || at < 0) {
                throw wrong("has a label that cannot be read", keyStart, end);
            }
            int valueStart = at + 1;
            at = valueStart;
            while (at < end && bytes[at] != '"') {
                at += bytes[at] == '\\' ? 2 : 1;
            }
            if (at >= end || labels.size() == LABELS_MAX) {
                throw wrong("has too many labels, or one without an end", from, end);
            }
            labels.put(key, Described.unescaped(text(valueStart, at)));
            at++;
            while (at < end && (bytes[at] == ',' || isBlank(bytes[at]))) {
                at++;
            }
        }
        return Map.copyOf(labels);
    }

    /** Where the value's quotes begin, behind the equals sign; -1 when they do not. */
    private int valueQuote(int from, int end) {
        int at = from;
        if (at >= end || bytes[at] != '=') {
            return -1;
        }
        at++;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        return at < end && bytes[at] == '"' ? at : -1;
    }

    private String text(int from, int to) {
        return new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
    }

    private static boolean isOfName(byte each) {
        return each >= 'a' && each <= 'z'
                || each >= 'A' && each <= 'Z'
                || each >= '0' && each <= '9'
                || each == '_'
                || each == ':'
                || each == '.'
                || each == '-';
    }

    private static boolean isBlank(byte each) {
        return each == ' ' || each == '\t';
    }

    private NoAnswer wrong(String what, int from, int end) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < Math.min(end, from + SHOWN_MAX); i++) {
            shown.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '?');
        }
        String more = end - from > SHOWN_MAX ? "…" : "";
        return new NoAnswer("line " + line + " " + what + ": " + shown + more);
    }
}
