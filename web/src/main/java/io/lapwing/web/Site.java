// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Routes;
import io.lapwing.web.metrics.KnownFamily;
import io.lapwing.web.metrics.MetricsText;
import java.nio.charset.StandardCharsets;

/** The table of contents of the HTTP side: which path is answered by what. */
final class Site {
    private Site() {}

    static Routes routes(Sources sources, LiveStream stream) {
        MetricsText metrics =
                new MetricsText(
                        sources.metrics(),
                        KnownFamily.all(),
                        sources.config().get(WebOptions.PROMETHEUS_NAMESPACE),
                        sources.node().name());
        return new Routes()
                .get(
                        "/metrics",
                        request ->
                                Answer.bytes(
                                        MetricsText.TYPE,
                                        metrics.write().getBytes(StandardCharsets.UTF_8)))
                .get("/api/stream", request -> stream.answer());
    }
}
