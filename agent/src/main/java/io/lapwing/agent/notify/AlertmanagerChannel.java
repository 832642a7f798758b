// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.base.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Posts alerts to a Prometheus Alertmanager (API v2). It forgets an alert that nobody repeats, so
 * what is still raised is told again every minute.
 */
final class AlertmanagerChannel implements Channel {
    private static final int REFRESH_S = 60;
    private static final int HOLDS_S = 4 * REFRESH_S;

    private final Settings settings;
    private final Clock clock;

    AlertmanagerChannel(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public int refreshS() {
        return REFRESH_S;
    }

    @Override
    public void send(Bulletin bulletin) throws DeliveryFailed, InterruptedException {
        List<Map<String, Object>> alerts = bulletin.notices().stream().map(this::alert).toList();
        Channels.post(settings, settings.urlOr("") + "/api/v2/alerts").json(alerts);
    }

    /** The labels are the alert's identity there: a severity among them would make it another. */
    private Map<String, Object> alert(Notice notice) {
        Notice.About about = notice.about();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", about.name());
        labels.put("instance", about.node());
        labels.put("chart", about.chart());
        labels.put("context", about.context());
        labels.put("component", about.component());
        labels.put("class", about.classification());
        labels.put("role", about.roles());
        labels.put("job", "lapwing");
        labels.values().removeIf(String::isEmpty);
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", Wording.title(notice));
        annotations.put("description", Wording.text(notice));
        annotations.put("severity", notice.status().toLowerCase(Locale.ROOT));
        annotations.put("value", notice.change().value());
        Wording.facts(notice)
                .forEach((name, value) -> annotations.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels);
        alert.put("annotations", annotations);
        alert.put("startsAt", Instant.ofEpochMilli(notice.change().sinceMs()).toString());
        long endsMs =
                notice.change().isClear()
                        ? notice.change().atMs()
                        : clock.epochMillis() + HOLDS_S * 1_000L;
        alert.put("endsAt", Instant.ofEpochMilli(endsMs).toString());
        if (!notice.link().isEmpty()) {
            alert.put("generatorURL", notice.link());
        }
        return alert;
    }
}
