// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

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
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running Lapwing, asked over HTTP by a command. Answers are printed; failures say what to do.
 */
final class Remote {
    static final String HERE = "http://127.0.0.1:8888";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final JsonMapper json = JsonMapper.builder().build();
    private final URI url;

    private Remote(URI url) {
        this.url = url;
    }

    static Remote at(URI url) {
        return new Remote(url);
    }

    int levels() {
        return call("GET", "/api/log/level", null, answer -> System.out.println(pretty(answer)));
    }

    int level(String level, @Nullable String logger) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("logger", logger);
        body.put("level", level);
        String whose = logger == null ? "the log" : logger;
        return call(
                "PUT",
                "/api/log/level",
                body,
                answer -> System.out.println(whose + " is at level " + level));
    }

    int ban(String kind, String who, @Nullable String time, String reason) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
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
        return call("POST", "/api/bans", body, answer -> System.out.println(pretty(answer)));
    }

    int bans() {
        return call("GET", "/api/bans", null, answer -> System.out.println(pretty(answer)));
    }

    int unban(String id) {
        String path = "/api/bans/" + encoded(id);
        return call(
                "DELETE", path, null, answer -> System.out.println("the ban " + id + " is lifted"));
    }

    int refusals(@Nullable String find) {
        String path = "/api/refusals?after=-900" + (find == null ? "" : "&find=" + encoded(find));
        return call("GET", path, null, this::printRefusals);
    }

    private void printRefusals(JsonNode answer) {
        System.out.println(answer.path("total").asLong() + " refused in the last 15 minutes");
        for (JsonNode row : answer.path("rows")) {
            System.out.printf(
                    "%6d  %-24s %-24s %-16s %-22s last %s%n",
                    row.path("count").asLong(),
                    row.path("cause").asString(""),
                    row.path("client").asString("-"),
                    row.path("user").asString("-"),
                    row.path("address").asString("") + ":" + row.path("port").asInt(),
                    CLOCK.format(
                            Instant.ofEpochMilli(row.path("last").asLong())
                                    .atZone(ZoneId.systemDefault())));
        }
    }

    /** What to do with the answer of a call that worked. */
    private interface Answered {
        void accept(JsonNode answer);
    }

    private int call(String method, String path, @Nullable Object body, Answered answered) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(url.resolve(path))
                            .timeout(PATIENCE)
                            .header("X-Lapwing", "1")
                            .header("Content-Type", "application/json");
            request.method(
                    method,
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(json.writeValueAsString(body)));
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String text = response.body().isBlank() ? "{}" : response.body();
            JsonNode answer = json.readTree(text);
            if (response.statusCode() / 100 == 2) {
                answered.accept(answer);
                return Main.DONE;
            }
            System.err.println(answer.path("error").asString("HTTP " + response.statusCode()));
        } catch (IOException e) {
            System.err.println(
                    "no Lapwing answers at "
                            + url
                            + " ("
                            + e
                            + "); is it running, and is that the"
                            + " page it printed? --url names another");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Main.FAILED;
    }

    private String pretty(JsonNode answer) {
        return answer.toPrettyString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
