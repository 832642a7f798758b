// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import io.lapwing.base.Option;
import java.util.Arrays;
import java.util.List;

/** What an operator may set about WebSocket, for each listener of kind ws or wss. */
public final class WebSocketOptions {
    private static final String LISTENER = "listener.ws|wss.$name.";
    private static final String ALL_LISTENERS = "listener.ws|wss.";
    private static final int FRAME_BYTES_MOST = 268_435_456;

    static final Option<String> PATH =
            Option.of(
                            LISTENER + "path",
                            "text",
                            "/mqtt",
                            WebSocketOptions::path,
                            "a path that begins with /",
                            "Path of the address that clients connect to.")
                    .inheriting(ALL_LISTENERS + "path");
    static final Option<List<String>> ORIGINS =
            Option.of(
                            LISTENER + "allowed_origins",
                            "list",
                            List.<String>of(),
                            WebSocketOptions::origins,
                            "origins such as https://plant.example, with commas between",
                            "Sites whose pages may connect from a browser; all if empty. Clients"
                                    + " that are no browsers name no site, and may.")
                    .inheriting(ALL_LISTENERS + "allowed_origins");
    static final Option<Long> FRAME_BYTES_MAX =
            Option.of(
                    "max_ws_frame_size",
                    "integer",
                    (long) FRAME_BYTES_MOST,
                    WebSocketOptions::frame,
                    "125 to 268435456, or infinity",
                    "Longest WebSocket frame that is taken, in bytes. A packet may come in several,"
                            + " and none is held in memory as a whole.");

    /** Every option of WebSocket. */
    public static final List<Option<?>> ALL = List.of(PATH, ORIGINS, FRAME_BYTES_MAX);

    private WebSocketOptions() {}

    private static String path(String text) {
        if (!text.startsWith("/") || text.contains(" ") || text.contains("?")) {
            throw new IllegalArgumentException("must be a path such as /mqtt");
        }
        return text;
    }

    private static List<String> origins(String text) {
        return Arrays.stream(text.split("[,;\\s]+", -1)).filter(each -> !each.isEmpty()).toList();
    }

    private static long frame(String text) {
        if (text.equals("infinity")) {
            return Long.MAX_VALUE;
        }
        try {
            long bytes = Long.parseLong(text);
            if (bytes >= 125 && bytes <= FRAME_BYTES_MOST) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("must be 125 to " + FRAME_BYTES_MOST + ", or infinity");
    }
}
