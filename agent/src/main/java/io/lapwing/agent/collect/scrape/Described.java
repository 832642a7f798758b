// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.base.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the comments of an answer say about its families: their types and meanings. VerneMQ tells
 * them with a family's first series, and others of the family far below. Read only when a series is
 * new.
 */
final class Described {
    private static final int HELP_MAX = 200;
    private static final String[] PARTS = {
        "_bucket", "_count", "_sum", "_total", "_created", "_info"
    };

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> helps = new HashMap<>();

    private Described() {}

    static Described in(byte[] bytes, int length) {
        Described read = new Described();
        for (int at = 0; at < length; ) {
            int end = at;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            if (bytes[at] == '#') {
                read.comment(new String(bytes, at, end - at, StandardCharsets.UTF_8).strip());
            }
            at = end + 1;
        }
        return read;
    }

    Kind kind(String name) {
        boolean part = name.endsWith("_bucket") || name.endsWith("_count") || name.endsWith("_sum");
        return switch (of(types, name)) {
            case "counter" -> Kind.COUNTER;
            case "gauge" -> Kind.GAUGE;
            case "histogram", "summary" -> part ? Kind.COUNTER : Kind.GAUGE;
            default -> name.endsWith("_total") ? Kind.COUNTER : Kind.GAUGE;
        };
    }

    String help(String name) {
        String help = unescaped(of(helps, name)).replace('\n', ' ');
        return help.length() <= HELP_MAX ? help : help.substring(0, HELP_MAX) + "…";
    }

    static String unescaped(String text) {
        return text.indexOf('\\') < 0
                ? text
                : text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private void comment(String line) {
        String[] words = line.split("\\s+", 4);
        if (words.length == 4 && words[1].equals("TYPE")) {
            types.putIfAbsent(words[2], words[3]);
        } else if (words.length == 4 && words[1].equals("HELP")) {
            helps.putIfAbsent(words[2], words[3]);
        }
    }

    /** Of the metric's own name, or of the family that it is a part of. */
    private static String of(Map<String, String> told, String name) {
        String own = told.get(name);
        if (own != null) {
            return own;
        }
        for (String part : PARTS) {
            if (name.endsWith(part)) {
                return told.getOrDefault(name.substring(0, name.length() - part.length()), "");
            }
        }
        return "";
    }
}
