// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bulletin as webhooks and MQTT carry it: JSON of all there is, or the operator's template. */
final class Payload {
    static final int VERSION = 1;

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    private final @Nullable String template;
    private final boolean json;

    /**
     * @param template null for none
     * @param json whether what stands in places must be fit to stand in JSON strings
     */
    Payload(@Nullable String template, boolean json) {
        this.template = template;
        this.json = json;
    }

    byte[] of(Bulletin bulletin) {
        return template == null
                ? Json.bytes(all(bulletin))
                : filled(template, bulletin).getBytes(StandardCharsets.UTF_8);
    }

    /** Everything, as docs/manual/notifications.md lists it. */
    static Map<String, Object> all(Bulletin bulletin) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", VERSION);
        all.put("node", bulletin.node());
        all.put("test", bulletin.test());
        all.put("title", Wording.title(bulletin));
        all.put("text", Wording.text(bulletin));
        all.put("notices", bulletin.notices().stream().map(Payload::notice).toList());
        return all;
    }

    private static Map<String, Object> notice(Notice notice) {
        Notice.About about = notice.about();
        Notice.Change change = notice.change();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("alert", about.alert());
        all.put("name", about.name());
        all.put("summary", about.summary());
        all.put("info", about.info());
        all.put("status", notice.status());
        all.put("old_status", change.from().name());
        all.put("value", change.value());
        all.put("old_value", change.oldValue());
        all.put("chart", about.chart());
        all.put("context", about.context());
        all.put("class", about.classification());
        all.put("type", about.type());
        all.put("component", about.component());
        all.put("roles", about.roles());
        all.put("at", change.atMs());
        all.put("since", change.sinceMs());
        all.put("repeated", notice.times());
        all.put("total", notice.findings().total());
        all.put("causes", notice.findings().causes());
        all.put("clients", notice.findings().clients());
        all.put("addresses", notice.findings().addresses());
        all.put("what_to_do", notice.findings().steps());
        all.put("link", notice.link());
        return all;
    }

    private String filled(String text, Bulletin bulletin) {
        Map<String, String> places = places(bulletin);
        UnaryOperator<String> fit = json ? Payload::insideString : UnaryOperator.identity();
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            String name = place.group(1);
            String value =
                    name.equals("notices")
                            ? Json.text(all(bulletin).getOrDefault(name, List.of()))
                            : fit.apply(places.getOrDefault(name, place.group()));
            place.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return place.appendTail(filled).toString();
    }

    /** What places may be called; of several notices, those of the worst. */
    private static Map<String, String> places(Bulletin bulletin) {
        Notice first = bulletin.first();
        Map<String, String> places = new LinkedHashMap<>();
        notice(first)
                .forEach((name, value) -> {
                    if (!(value instanceof List<?>)) {
                        places.put(name, value.toString());
                    }
                });
        places.put("node", bulletin.node());
        places.put("title", Wording.title(bulletin));
        places.put("text", Wording.text(bulletin));
        places.put("count", Integer.toString(bulletin.notices().size()));
        places.put("causes", Wording.shares(first.findings().causes()));
        places.put("clients", Wording.shares(first.findings().clients()));
        places.put("addresses", Wording.shares(first.findings().addresses()));
        places.put("what_to_do", String.join("\n", first.findings().steps()));
        return places;
    }

    private static String insideString(String text) {
        String quoted = Json.text(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
