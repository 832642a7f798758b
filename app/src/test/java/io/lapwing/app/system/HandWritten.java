// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Packets as text: hex digits, {@code 'raw text'}, {@code <text with its two-byte length>} and
 * {@code [ a block behind its length ]}. None of the program's own code is in it.
 */
final class HandWritten {
    private final String text;
    private int at;

    private HandWritten(String text) {
        this.text = text;
    }

    static byte[] bytes(String text) {
        return new HandWritten(text).block();
    }

    /** A CONNECT of MQTT 3.1.1 with a clean session. */
    static byte[] connect311(String clientId, String user, String password) {
        return bytes("10 [ <MQTT> 04 c2 003c <%s> <%s> <%s> ]".formatted(clientId, user, password));
    }

    /** A CONNECT of MQTT 5 with a clean start. */
    static byte[] connect5(String clientId, String user, String password) {
        return bytes(
                "10 [ <MQTT> 05 c2 003c 00 <%s> <%s> <%s> ]".formatted(clientId, user, password));
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
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
    }
}
