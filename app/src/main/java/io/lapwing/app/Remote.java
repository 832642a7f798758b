// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.broker.admission.Ban;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running Lapwing, asked over HTTP by a command. Answers are printed; failures say what to do.
 */
final class Remote {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Some answers take as long as a mail server may. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final JsonMapper json = JsonMapper.builder().build();
    private final URI url;
    private final @Nullable String apiKey;

    private Remote(URI url, @Nullable String apiKey) {
        this.url = url;
        this.apiKey = apiKey;
    }

    /**
     * @param apiKey null where nobody has to log in
     */
    static Remote at(URI url, @Nullable String apiKey) {
        return new Remote(url, apiKey);
    }

    int levels() {
        return call(
                "GET",
                "/api/log/level",
                null,
                answer ->
                        answer.path("levels")
                                .propertyStream()
                                .forEach(each ->
                                        print(
                                                "%-24s %s",
                                                each.getKey(), each.getValue().asString())));
    }

    int level(String level, @Nullable String logger) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("logger", logger);
        body.put("level", level);
        String whose = logger == null ? "all of Lapwing" : logger;
        return call("PUT", "/api/log/level", body, answer -> print("%s logs %s", whose, level));
    }

    int ban(String kind, String who, @Nullable String time, String reason) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        List<String> kinds = Stream.of(Ban.Kind.values()).map(Ban.Kind::word).toList();
        if (!kinds.contains(kind)) {
            System.err.println("--kind " + kind + ": must be one of " + String.join(", ", kinds));
            return Main.WRONG_USE;
        }
        try {
            body.put(kind, who);
            if (time != null) {
                body.put("for_seconds", Durations.parse(time).toSeconds());
            }
        } catch (IllegalArgumentException e) {
            System.err.println("--for " + time + ": " + e.getMessage());
            return Main.WRONG_USE;
        }
        body.put("reason", reason);
        return call("POST", "/api/bans", body, Remote::printBan);
    }

    int bans() {
        return call(
                "GET",
                "/api/bans",
                null,
                answer -> {
                    if (answer.path("bans").isEmpty()) {
                        print("nobody is banned");
                    }
                    answer.path("bans").forEach(Remote::printBan);
                });
    }

    int unban(String id) {
        String path = "/api/bans/" + encoded(id);
        return call("DELETE", path, null, answer -> print("ban %s is lifted", id));
    }

    int refusals(@Nullable String find) {
        String path = "/api/refusals?after=-900" + (find == null ? "" : "&find=" + encoded(find));
        return call("GET", path, null, Remote::printRefusals);
    }

    int drops() {
        return call("GET", "/api/drops", null, Remote::printDrops);
    }

    /** Ends with 0 when it is allowed, and with 1 when it is not. */
    int explain(String what, Map<String, @Nullable Object> asked) {
        boolean[] allowed = new boolean[1];
        int done =
                call(
                        "POST",
                        "/api/explain/" + what,
                        asked,
                        answer -> {
                            printExplained(answer);
                            allowed[0] = answer.path("allowed").asBoolean(false);
                        });
        return done == Main.DONE && !allowed[0] ? Main.FAILED : done;
    }

    private static void printExplained(JsonNode answer) {
        for (JsonNode check : answer.path("checks")) {
            String where = check.path("detail").asString("");
            print(
                    "  %-8s %s%s",
                    check.path("outcome").asString(""),
                    check.path("text").asString(""),
                    where.isEmpty() ? "" : " (" + where + ")");
        }
        String cause = answer.path("cause").asString("");
        String where = answer.path("where").asString("");
        String because = answer.path("because").asString("");
        print(
                "%s: %s%s%s",
                answer.path("allowed").asBoolean(false) ? "allowed" : "denied",
                cause.isEmpty() ? "" : cause + ": ",
                because,
                where.isEmpty() || because.contains(where) ? "" : " (" + where + ")");
        String rule = answer.path("rule").asString("");
        if (!rule.isEmpty()) {
            print("  %s", rule);
        }
    }

    private static void printDrops(JsonNode answer) {
        if (answer.path("rows").isEmpty()) {
            print("nothing was dropped");
        }
        for (JsonNode row : answer.path("rows")) {
            print(
                    "%8d  %-20s %-24s %-16s last %s",
                    row.path("count").asLong(),
                    row.path("reason").asString(""),
                    row.path("client").asString("-"),
                    row.path("user").asString("-"),
                    DAY.format(time(row.path("last"))));
        }
    }

    private static void printBan(JsonNode ban) {
        String reason = ban.path("reason").asString("");
        print(
                "ban %s: %s %s, %s%s",
                ban.path("id").asString(""),
                ban.path("kind").asString(""),
                ban.path("value").asString(""),
                ban.path("until").isNumber()
                        ? "until " + DAY.format(time(ban.path("until")))
                        : "for good",
                reason.isEmpty() ? "" : ": " + reason);
    }

    private static void printRefusals(JsonNode answer) {
        print("%d refused in the last 15 minutes", answer.path("total").asLong());
        for (JsonNode row : answer.path("rows")) {
            print(
                    "%6d  %-24s %-24s %-16s %-22s last %s",
                    row.path("count").asLong(),
                    row.path("cause").asString(""),
                    row.path("client").asString("-"),
                    row.path("user").asString("-"),
                    row.path("address").asString("") + ":" + row.path("port").asInt(),
                    CLOCK.format(time(row.path("last"))));
        }
        int more = answer.path("rows_total").asInt() - answer.path("rows").size();
        if (more > 0) {
            print("and %d more rows; the page shows them all", more);
        }
    }

    static ZonedDateTime time(JsonNode millis) {
        return Instant.ofEpochMilli(millis.asLong()).atZone(ZoneId.systemDefault());
    }

    /** Prints a line. Clients choose their names: what would steer the terminal becomes a dot. */
    static void print(String format, @Nullable Object... values) {
        System.out.println(String.format(format, values).replaceAll("[\\p{Cc}\\p{Cf}]", "."));
    }

    /** What to do with the answer of a call that worked. */
    interface Answered {
        void accept(JsonNode answer);
    }

    int call(String method, String path, @Nullable Object body, Answered answered) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(url.resolve(path))
                            .timeout(ANSWER_PATIENCE)
                            .header("X-Lapwing", "1")
                            .header("Content-Type", "application/json");
            if (apiKey != null && !apiKey.isEmpty()) {
                request.header("x-api-key", apiKey);
            }
            request.method(
                    method,
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(json.writeValueAsString(body)));
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            JsonNode answer = answer(response.body());
            if (response.statusCode() / 100 == 2) {
                answered.accept(answer);
                return Main.DONE;
            }
            String error = answer.path("error").asString("HTTP " + response.statusCode());
            System.err.println("lapwing: " + error);
        } catch (IllegalArgumentException e) {
            System.err.println("lapwing: --url " + url + " is not like http://127.0.0.1:8888");
            return Main.WRONG_USE;
        } catch (JacksonException e) {
            System.err.println("lapwing: what answers at " + url + " is no Lapwing");
        } catch (IOException e) {
            System.err.println(
                    "lapwing: nothing answers at "
                            + url
                            + "; is it running, and is that the page it printed? --url names"
                            + " another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Main.FAILED;
    }

    private JsonNode answer(String text) {
        return json.readTree(text.isBlank() ? "{}" : text);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
