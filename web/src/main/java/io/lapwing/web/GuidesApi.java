// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import io.lapwing.web.words.Guide;
import io.lapwing.web.words.Guides;
import io.lapwing.web.words.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The pages "what it means, what to do" of the stock alerts, which links in messages lead to. */
final class GuidesApi {
    private static final String HTML = "text/html; charset=utf-8";

    private final Guides guides;

    GuidesApi(Guides guides) {
        this.guides = guides;
    }

    /** GET /api/guides. */
    Answer list(Request request) {
        request.knowsOnly();
        return Answer.json(Map.of("guides", guides.all()));
    }

    /** GET /api/guides/{alert}. */
    Answer one(Request request) {
        request.knowsOnly();
        return Answer.json(guide(request));
    }

    /** GET /guides/{alert}: readable without the program's page, as from a phone at night. */
    Answer page(Request request) {
        Guide guide = guide(request);
        StringBuilder html = new StringBuilder(2_000);
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(escaped(guide.alert()))
                .append("</title><link rel=\"stylesheet\" href=\"/app.css\"></head>")
                .append("<body><main class=\"guide\"><h1>")
                .append(escaped(guide.alert()))
                .append("</h1><h2>What it means</h2><p>")
                .append(escaped(guide.meaning()))
                .append("</p><h2>What to do</h2><ol>");
        for (Step step : guide.steps()) {
            html.append("<li>").append(escaped(step.text()));
            String command = step.command();
            if (command != null) {
                html.append("<br><code>").append(escaped(command)).append("</code>");
            }
            html.append("</li>");
        }
        html.append("</ol><p><a href=\"/alerts\">All alerts</a></p></main></body></html>\n");
        return Answer.bytes(HTML, html.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Guide guide(Request request) {
        Guide guide = guides.of(request.variable("alert"));
        if (guide == null) {
            throw HttpError.notFound("there is no guide of this name; /api/guides lists them");
        }
        return guide;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
