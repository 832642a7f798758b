// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads terms as Erlang prints them: {@code {[],<<"pump-7">>}}. Whatever a client put into its id
 * stands inside quotes and is escaped there, so it cannot end its term.
 */
final class ErlangReader {
    private final Line line;
    private int at;

    ErlangReader(Line line, int at) {
        this.line = line;
        this.at = at;
    }

    /** Behind what was read. */
    int at() {
        return at;
    }

    /** The client id in a pair of mountpoint and id; null where it is undefined or unreadable. */
    @Nullable String subscriber() {
        if (!take('{')) {
            return null;
        }
        skipMountpoint();
        skipBlanks();
        String id = binary();
        take('}');
        return id;
    }

    /** A binary or a quoted text; null for undefined and whatever else. */
    @Nullable String binary() {
        skipBlanks();
        if (take('"')) {
            return quoted();
        }
        if (!peek('<') || at + 1 >= line.to || line.bytes[at + 1] != '<') {
            skipWord();
            return null;
        }
        at += 2;
        String text = take('"') ? quoted() : numbers();
        while (at < line.to && line.bytes[at] != '>') {
            at++; // such as /utf8
        }
        take('>');
        take('>');
        return text;
    }

    /** The text to the closing quote, and those that follow at once: long ones are printed so. */
    private String quoted() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            while (at < line.to && line.bytes[at] != '"') {
                text.writeBytes(character());
            }
            take('"');
            int end = at;
            while (take(',') || take(' ') || take('\n')) {
                // between two parts of one text
            }
            if (end == at || !take('"')) {
                at = end;
                return decoded(text.toByteArray());
            }
        }
    }

    private byte[] character() {
        byte next = line.bytes[at++];
        if (next != '\\' || at >= line.to) {
            return new byte[] {next};
        }
        byte escaped = line.bytes[at++];
        return new byte[] {
            (byte)
                    switch (escaped) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'e' -> 0x1B;
                        case 'd' -> 0x7F;
                        case '0' -> 0;
                        default -> escaped;
                    }
        };
    }

    /** A text of other characters than Latin ones is printed as the numbers of its bytes. */
    private String numbers() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int number = -1;
        for (; at < line.to && line.bytes[at] != '>'; at++) {
            byte next = line.bytes[at];
            if (next >= '0' && next <= '9') {
                number = Math.max(0, number) * 10 + next - '0';
            } else if (number >= 0) {
                bytes.write(number);
                number = -1;
            }
        }
        if (number >= 0) {
            bytes.write(number);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Bytes that all look like Latin letters were printed as such: é as Ã©. */
    private static String decoded(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        boolean latin = text.chars().allMatch(c -> c <= 0xFF);
        boolean plain = text.chars().allMatch(c -> c < 0x80);
        if (plain || !latin) {
            return text;
        }
        try {
            ByteBuffer original = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(original).toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    private void skipMountpoint() {
        if (take('"')) {
            String unused = quoted();
        } else if (take('[')) {
            while (at < line.to && !take(']')) {
                at++;
            }
        } else if (peek('<')) {
            String unused = binary();
        } else {
            skipWord();
        }
        take(',');
    }

    private void skipWord() {
        while (at < line.to && line.bytes[at] != '}' && line.bytes[at] != ' ' && !peek(',')) {
            at++;
        }
    }

    private void skipBlanks() {
        while (take(' ') || take('\n')) {
            // printed wide
        }
    }

    private boolean peek(char c) {
        return at < line.to && line.bytes[at] == c;
    }

    private boolean take(char c) {
        boolean is = peek(c);
        at += is ? 1 : 0;
        return is;
    }
}
