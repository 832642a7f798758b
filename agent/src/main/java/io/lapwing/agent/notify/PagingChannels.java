// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.HttpPost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services that page people: an alert opens an incident there and closes it again. */
final class PagingChannels {
    private static final int PAGERDUTY_SUMMARY_MAX = 1_000;
    private static final int OPSGENIE_MESSAGE_MAX = 130;
    private static final int OPSGENIE_TEXT_MAX = 14_000;
    private static final int KEY_MAX = 250;

    /** One notice a call: each is an incident of its own. */
    private interface One extends Channel {
        @Override
        default boolean gathers() {
            return false;
        }
    }

    private PagingChannels() {}

    /** Events API v2. */
    static Channel pagerDuty(Settings settings) {
        One channel =
                bulletin -> {
                    Notice notice = bulletin.first();
                    Map<String, Object> event = new LinkedHashMap<>();
                    event.put("routing_key", settings.get(NotifyOptions.TOKEN));
                    event.put("event_action", notice.change().isClear() ? "resolve" : "trigger");
                    event.put("dedup_key", key(notice));
                    event.put("client", "Lapwing");
                    if (!notice.link().isEmpty()) {
                        event.put("client_url", notice.link());
                    }
                    event.put("payload", pagerDutyPayload(bulletin));
                    String url = settings.urlOr("https://events.pagerduty.com") + "/v2/enqueue";
                    new HttpPost(url, settings.get(NotifyOptions.TIMEOUT)).json(event);
                };
        return channel;
    }

    private static Map<String, Object> pagerDutyPayload(Bulletin bulletin) {
        Notice notice = bulletin.first();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", Wording.cut(Wording.title(bulletin), PAGERDUTY_SUMMARY_MAX));
        payload.put("source", notice.about().node());
        payload.put("severity", notice.change().isCritical() ? "critical" : "warning");
        payload.put("timestamp", Instant.ofEpochMilli(notice.change().atMs()).toString());
        payload.put("component", notice.about().component());
        payload.put("group", notice.about().chart());
        payload.put("class", notice.about().classification());
        payload.put("custom_details", details(notice));
        return payload;
    }

    /** Alerts API v2. */
    static Channel opsgenie(Settings settings) {
        One channel =
                bulletin -> {
                    Notice notice = bulletin.first();
                    String url = settings.urlOr("https://api.opsgenie.com") + "/v2/alerts";
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("source", notice.about().node());
                    if (notice.change().isClear()) {
                        String key = URLEncoder.encode(key(notice), StandardCharsets.UTF_8);
                        url += "/" + key.replace("+", "%20") + "/close?identifierType=alias";
                        body.put("note", Wording.title(bulletin));
                    } else {
                        String text = Wording.text(notice);
                        body.put(
                                "message",
                                Wording.cut(Wording.title(bulletin), OPSGENIE_MESSAGE_MAX));
                        body.put("alias", key(notice));
                        body.put("description", Wording.cut(text, OPSGENIE_TEXT_MAX));
                        body.put("entity", notice.about().chart());
                        body.put("priority", notice.change().isCritical() ? "P1" : "P3");
                        body.put("tags", List.of("lapwing", notice.status()));
                        body.put("details", details(notice));
                    }
                    new HttpPost(url, settings.get(NotifyOptions.TIMEOUT))
                            .with("Authorization", "GenieKey " + settings.get(NotifyOptions.TOKEN))
                            .json(body);
                };
        return channel;
    }

    /** The same for all that is told of one alert of one node. */
    private static String key(Notice notice) {
        return Wording.cut(notice.about().node() + "/" + notice.about().alert(), KEY_MAX);
    }

    private static Map<String, String> details(Notice notice) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("When", Wording.when(notice));
        details.put("Meaning", notice.about().info());
        details.putAll(Wording.facts(notice));
        details.put("What to do", String.join("\n", notice.findings().steps()));
        details.put("Link", notice.link());
        details.values().removeIf(String::isEmpty);
        return details;
    }
}
