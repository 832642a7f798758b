// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.nio.charset.StandardCharsets;

/** What a topic name and a topic filter may be, and which match (3.1.1 §4.7, 5.0 §4.7). */
public final class Topics {
    private static final int SHOWN_CHARS_MAX = 100;

    private Topics() {}

    /** Throws unless these bytes are a topic name: MQTT text, not empty, no wildcards. */
    public static void checkName(byte[] buffer, int offset, int length) {
        if (length == 0) {
            throw emptyName("topic name");
        }
        int bad = Utf8.firstInvalid(buffer, offset, offset + length);
        if (bad >= 0) {
            throw WireReader.notUtf8("PUBLISH", "topic name", bad - offset);
        }
        checkNameWildcards(buffer, offset, length, "topic name");
    }

    public static void checkName(String name) {
        byte[] bytes = bytes(name, MalformedPacket.Kind.TOPIC_NAME_INVALID);
        checkName(bytes, 0, bytes.length);
    }

    static void checkNameWildcards(byte[] buffer, int offset, int length, String what) {
        if (length == 0) {
            throw emptyName(what);
        }
        if (Utf8.firstWildcard(buffer, offset, offset + length) >= 0) {
            throw new MalformedPacket(
                    MalformedPacket.Kind.TOPIC_NAME_INVALID,
                    "the "
                            + what
                            + " \""
                            + shown(new String(buffer, offset, length, StandardCharsets.UTF_8))
                            + "\" has a wildcard (3.1.1 §4.7.1, 5.0 §4.7.1)");
        }
    }

    private static MalformedPacket emptyName(String what) {
        return new MalformedPacket(
                MalformedPacket.Kind.TOPIC_NAME_INVALID,
                "the " + what + " is empty (3.1.1 §4.7.3, 5.0 §4.7.3)");
    }

    /**
     * Throws unless these bytes are a topic filter: MQTT text, not empty, {@code +} alone in its
     * level, {@code #} alone in the last one.
     */
    public static void checkFilter(byte[] buffer, int offset, int length) {
        int bad = Utf8.firstInvalid(buffer, offset, offset + length);
        if (bad >= 0) {
            throw WireReader.notUtf8("SUBSCRIBE", "topic filter", bad - offset);
        }
        checkFilterLevels(buffer, offset, length);
    }

    static void checkFilterLevels(byte[] buffer, int offset, int length) {
        if (length == 0) {
            throw badFilter("", "is empty (3.1.1 §4.7.3, 5.0 §4.7.3)");
        }
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            byte b = buffer[at];
            if (b != '+' && b != '#') {
                continue;
            }
            boolean startsLevel = at == offset || buffer[at - 1] == '/';
            boolean endsLevel = at + 1 == end || (b == '+' && buffer[at + 1] == '/');
            if (!startsLevel || !endsLevel) {
                throw badFilter(
                        new String(buffer, offset, length, StandardCharsets.UTF_8),
                        b == '#'
                                ? "has a # that is not alone in the last level"
                                        + " (3.1.1 §4.7.1.2, 5.0 §4.7.1.2)"
                                : "has a + that is not alone in its level"
                                        + " (3.1.1 §4.7.1.3, 5.0 §4.7.1.3)");
            }
        }
    }

    public static void checkFilter(String filter) {
        byte[] bytes = bytes(filter, MalformedPacket.Kind.TOPIC_FILTER_INVALID);
        checkFilter(bytes, 0, bytes.length);
    }

    static MalformedPacket badFilter(String filter, String why) {
        return new MalformedPacket(
                MalformedPacket.Kind.TOPIC_FILTER_INVALID,
                "the topic filter \"" + shown(filter) + "\" " + why);
    }

    /** Short and on one line, because it ends up in logs and in packets. */
    private static String shown(String topic) {
        boolean whole = topic.length() <= SHOWN_CHARS_MAX;
        String start = whole ? topic : topic.substring(0, SHOWN_CHARS_MAX);
        StringBuilder shown = new StringBuilder();
        start.codePoints()
                .map(c -> Character.isISOControl(c) || isHalf(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return whole ? shown.toString() : shown.append("...").toString();
    }

    /** True for the half of a pair that the cut left over. */
    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static byte[] bytes(String text, MalformedPacket.Kind kind) {
        if (Utf8.firstInvalid(text) >= 0 || Utf8.size(text) > Utf8.BYTES_MAX) {
            throw new MalformedPacket(
                    kind, "no topic: a NUL, a lone surrogate or too long (5.0 §1.5.4, §4.7.3)");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * True when a valid filter matches a valid name (3.1.1 §4.7, 5.0 §4.7). Plain and slow on
     * purpose: it is what faster ways are compared with.
     */
    public static boolean matches(String filter, String name) {
        boolean startsWithWildcard = filter.startsWith("+") || filter.startsWith("#");
        if (startsWithWildcard && name.startsWith("$")) {
            return false;
        }
        String[] wanted = filter.split("/", -1);
        String[] levels = name.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true; // also for the parent itself, when the name ends right here
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
