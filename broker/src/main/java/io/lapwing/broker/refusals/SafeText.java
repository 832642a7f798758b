// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import org.jspecify.annotations.Nullable;

/** Text that clients sent, made safe to keep and to log. */
public final class SafeText {
    /** Longer text is cut when it is journalled. */
    public static final int KEPT_MAX = 256;

    /** Longer text is cut when a sentence quotes it. */
    private static final int QUOTED_MAX = 64;

    private SafeText() {}

    static boolean fits(@Nullable String text) {
        return text == null || text.length() <= KEPT_MAX;
    }

    /** At most {@link #KEPT_MAX} characters, then "…" and the length it had. */
    public static @Nullable String cut(@Nullable String text) {
        return text == null ? null : cut(text, KEPT_MAX);
    }

    /** A client's text inside a sentence: quoted, escaped, cut. */
    public static String quoted(String text) {
        return "“" + escaped(cut(text, QUOTED_MAX)).replace("”", "\\u201d") + "”";
    }

    /** A client's text as Erlang writes one, and so VerneMQ's log. */
    public static String binary(@Nullable String text) {
        return text == null ? "undefined" : "<<\"" + escaped(text) + "\">>";
    }

    /** A client's text for one line of the log, so that it cannot end a quote or begin a line. */
    public static String escaped(String text) {
        int safe = 0;
        while (safe < text.length() && isPlain(text.charAt(safe))) {
            safe++;
        }
        if (safe == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, safe);
        text.substring(safe).codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    /** As {@link #escaped}, with quotes only around what is not a plain word. */
    static String field(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        boolean word = !text.isEmpty() && !text.equals("-");
        for (int i = 0; word && i < text.length(); i++) {
            char c = text.charAt(i);
            word = isPlain(c) && c != ' ' && c != '=';
        }
        return word ? text : '"' + escaped(text) + '"';
    }

    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    private static void append(StringBuilder out, int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isVisible(point)) {
                    out.appendCodePoint(point);
                } else {
                    appendHex(out, point);
                }
            }
        }
    }

    private static void appendHex(StringBuilder out, int point) {
        for (char unit : Character.toChars(point)) {
            out.append("\\u%04x".formatted((int) unit));
        }
    }

    /** Not what steers a terminal, hides, or turns the direction of writing around. */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
