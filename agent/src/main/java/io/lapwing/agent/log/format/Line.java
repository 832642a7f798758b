// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of a log in place: a part of a buffer, valid until the next line. No text is made of it
 * before a parser has decided that it wants one.
 */
public final class Line {
    public byte[] bytes = new byte[0];
    public int from;
    public int to;

    /** Makes it a view of another part. */
    public Line set(byte[] buffer, int start, int end) {
        bytes = buffer;
        from = start;
        to = end;
        return this;
    }

    /** For tests, and for what has become a text already. */
    public static Line of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Line().set(utf8, 0, utf8.length);
    }

    public static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** Whether a word stands just there. */
    public boolean has(byte[] word, int at) {
        return at >= from
                && at + word.length <= to
                && Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
    }

    /** Where a word stands first at or after {@code at}; −1 when it does not. */
    public int find(byte[] word, int at) {
        byte first = word[0];
        int last = to - word.length;
        for (int i = Math.max(at, from); i <= last; i++) {
            if (bytes[i] == first && has(word, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Where a word stands last; −1 when it does not. */
    int findLast(byte[] word) {
        for (int i = to - word.length; i >= from; i--) {
            if (bytes[i] == word[0] && has(word, i)) {
                return i;
            }
        }
        return -1;
    }

    /** What is no UTF-8 becomes U+FFFD. */
    public String text(int start, int end) {
        int safeEnd = Math.min(end, to);
        return start >= safeEnd
                ? ""
                : new String(bytes, start, safeEnd - start, StandardCharsets.UTF_8);
    }

    /** All of it, cut to what a journal keeps. */
    String shown() {
        String text = text(from, Math.min(to, from + LogRefusal.LINE_CHARS_MAX));
        return to - from > LogRefusal.LINE_CHARS_MAX ? text + "…" : text;
    }

    @Override
    public String toString() {
        return text(from, to);
    }
}
