// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts and numbers of a JSON object on one line, found without reading the rest. A client's text
 * cannot pretend to be a field: the quotes in it are escaped.
 */
final class JsonFields {
    private static final int HEX_DIGITS = 4;

    private JsonFields() {}

    static boolean isObject(Line line) {
        return !line.isEmpty() && line.bytes[line.from] == '{' && line.bytes[line.to - 1] == '}';
    }

    /** The value of a field; null when it is not there. */
    static @Nullable String value(Line line, byte[] quotedName) {
        int at = line.find(quotedName, line.from);
        while (at >= 0 && !isName(line, at)) {
            at = line.find(quotedName, at + 1);
        }
        if (at < 0) {
            return null;
        }
        at = skipBlanks(line, at + quotedName.length);
        at = skipBlanks(line, at + 1); // the colon
        if (at >= line.to) {
            return null;
        }
        if (line.bytes[at] == '"') {
            return text(line, at + 1);
        }
        int end = at;
        while (end < line.to && line.bytes[end] != ',' && line.bytes[end] != '}') {
            end++;
        }
        return line.text(at, end).strip();
    }

    static byte[] name(String name) {
        return Line.word('"' + name + '"');
    }

    private static boolean isName(Line line, int at) {
        int before = at - 1;
        while (before > line.from && line.bytes[before] == ' ') {
            before--;
        }
        boolean begins =
                before >= line.from && (line.bytes[before] == '{' || line.bytes[before] == ',');
        int end = line.find(new byte[] {'"'}, at + 1);
        int colon = skipBlanks(line, end + 1);
        return begins && colon < line.to && line.bytes[colon] == ':';
    }

    private static int skipBlanks(Line line, int at) {
        int next = at;
        while (next < line.to && line.bytes[next] == ' ') {
            next++;
        }
        return next;
    }

    private static String text(Line line, int start) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int at = start; at < line.to && line.bytes[at] != '"'; at++) {
            if (line.bytes[at] != '\\' || at + 1 >= line.to) {
                text.write(line.bytes[at]);
                continue;
            }
            byte escaped = line.bytes[++at];
            if (escaped == 'u' && at + HEX_DIGITS < line.to) {
                text.writeBytes(unicode(line, at + 1).getBytes(StandardCharsets.UTF_8));
                at += HEX_DIGITS;
            } else {
                text.write(plain(escaped));
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int plain(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        };
    }

    private static String unicode(Line line, int at) {
        try {
            return String.valueOf((char) Integer.parseInt(line.text(at, at + HEX_DIGITS), 16));
        } catch (NumberFormatException e) {
            return "\uFFFD";
        }
    }
}
