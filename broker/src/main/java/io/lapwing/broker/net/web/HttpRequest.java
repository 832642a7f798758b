// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that asks for a WebSocket.
 *
 * @param headers by name in small letters; several of one name are joined by a comma
 */
public record HttpRequest(
        String method, String target, String version, Map<String, String> headers) {
    private static final int HEADERS_MAX = 100;
    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    /** Where the request ends, its empty line included; -1 when its end has not come. */
    static int end(byte[] bytes, int length) {
        for (int i = END.length; i <= length; i++) {
            if (Arrays.equals(bytes, i - END.length, i, END, 0, END.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Null when it is no HTTP. */
    static @Nullable HttpRequest read(byte[] bytes, int end) {
        String text = new String(bytes, 0, end - END.length, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.") || lines.length > HEADERS_MAX) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0 || lines[i].charAt(colon - 1) == ' ') {
                return null;
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, lines[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return new HttpRequest(first[0], first[1], first[2], headers);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Whether a header that is a list holds this word, in whatever letters. */
    boolean lists(String name, String word) {
        return Arrays.stream(headers.getOrDefault(name, "").split(",", -1))
                .anyMatch(each -> each.strip().equalsIgnoreCase(word));
    }

    /** The target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
