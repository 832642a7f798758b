// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Family;
import java.util.List;

/** What this room counts. */
public final class WebMetrics {
    static final Family REQUESTS =
            Family.counter(
                    "http_requests", "HTTP requests answered, by class of status.", "status");
    static final Family VIEWERS =
            Family.gauge("http_stream_viewers", "Pages that follow the stream.");
    static final Family VIEWERS_REFUSED =
            Family.counter(
                    "http_stream_viewers_refused",
                    "Pages that could not follow the stream because too many did.");
    static final Family UPDATES_DROPPED =
            Family.counter(
                    "http_stream_updates_dropped",
                    "Updates of the stream that a page missed because it read too slowly.");

    /** Every family of this room. */
    public static final List<Family> ALL =
            List.of(REQUESTS, VIEWERS, VIEWERS_REFUSED, UPDATES_DROPPED);

    private WebMetrics() {}
}
