// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Packets as text: hex digits, {@code 'raw text'}, {@code <text with its two-byte length>} and
 * {@code [ a block behind its length ]}, which is a packet's body or its properties.
 */
final class HandWritten {
    private final String text;
    private int at;

    private HandWritten(String text) {
        this.text = text;
    }

    static byte[] bytes(String text) {
        HandWritten reader = new HandWritten(text);
        byte[] bytes = reader.block();
        if (reader.at < text.length()) {
            throw new IllegalArgumentException("a ] too many: " + text);
        }
        return bytes;
    }

    private byte[] block() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (at < text.length() && text.charAt(at) != ']') {
            char c = text.charAt(at++);
            switch (c) {
                case ' ' -> {}
                case '\'' -> out.writeBytes(upTo('\''));
                case '<' -> {
                    byte[] content = upTo('>');
                    out.write(content.length >> 8);
                    out.write(content.length);
                    out.writeBytes(content);
                }
                case '[' -> {
                    byte[] content = block();
                    at++;
                    writeLength(content.length, out);
                    out.writeBytes(content);
                }
                default -> out.write(HexFormat.fromHexDigits(text, at - 1, ++at));
            }
        }
        return out.toByteArray();
    }

    private byte[] upTo(char end) {
        int from = at;
        at = text.indexOf(end, from) + 1;
        return text.substring(from, at - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        int rest = length;
        for (; rest >= 0x80; rest >>= 7) {
            out.write(rest | 0x80);
        }
        out.write(rest);
    }
}
