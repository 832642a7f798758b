// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static io.lapwing.app.Remote.DAY;
import static io.lapwing.app.Remote.encoded;
import static io.lapwing.app.Remote.print;
import static io.lapwing.app.Remote.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The alerts of a running Lapwing, as the commands below {@code alerts} ask for them. */
final class RemoteAlerts {
    /** A silence as it was typed. */
    record Wish(
            String alerts,
            String chart,
            @Nullable String time,
            @Nullable String reason,
            String author,
            String schedule) {}

    private final Remote remote;

    RemoteAlerts(Remote remote) {
        this.remote = remote;
    }

    int list() {
        return remote.call("GET", "/api/alerts", null, RemoteAlerts::printAlerts);
    }

    int silences() {
        return remote.call(
                "GET",
                "/api/silences",
                null,
                answer -> {
                    if (answer.path("silences").isEmpty()) {
                        print("nothing is silenced");
                    }
                    answer.path("silences").forEach(RemoteAlerts::printSilence);
                });
    }

    int silence(Wish wish) {
        if (wish.time == null || wish.reason == null) {
            System.err.println("a silence needs --for and --reason");
            return Main.WRONG_USE;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        try {
            body.put("for_seconds", Durations.parse(wish.time).toSeconds());
        } catch (IllegalArgumentException e) {
            System.err.println("--for " + wish.time + ": " + e.getMessage());
            return Main.WRONG_USE;
        }
        body.put("alert", wish.alerts);
        body.put("chart", wish.chart);
        body.put("reason", wish.reason);
        body.put("author", wish.author);
        body.put("schedule", wish.schedule);
        return remote.call("POST", "/api/silences", body, RemoteAlerts::printSilence);
    }

    int unsilence(String id) {
        return remote.call(
                "DELETE",
                "/api/silences/" + encoded(id),
                null,
                answer -> print("silence %s has ended", id));
    }

    int replay(@Nullable String rule, @Nullable Path file, String time) {
        long seconds;
        try {
            seconds = Durations.parse(time).toSeconds();
        } catch (IllegalArgumentException e) {
            System.err.println("--over " + time + ": " + e.getMessage());
            return Main.WRONG_USE;
        }
        if (file != null) {
            return replay(rule, file, seconds);
        }
        if (rule == null) {
            System.err.println("replay needs the name of a rule, or --file");
            return Main.WRONG_USE;
        }
        String path = "/api/replay?rule=" + encoded(rule) + "&after=-" + seconds;
        return remote.call("GET", path, null, RemoteAlerts::printReplay);
    }

    private int replay(@Nullable String rule, Path file, long seconds) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        try {
            body.put("text", Files.readString(file));
        } catch (IOException e) {
            System.err.println("lapwing: " + file + " cannot be read: " + e);
            return Main.FAILED;
        }
        body.put("rule", rule);
        body.put("for_seconds", seconds);
        return remote.call("POST", "/api/replay", body, RemoteAlerts::printReplay);
    }

    private static void printAlerts(JsonNode answer) {
        int clear = 0;
        for (JsonNode alert : answer.path("alerts")) {
            String status = alert.path("status").asString("");
            if (status.equals("CLEAR") || status.equals("UNINITIALIZED")) {
                clear++;
                continue;
            }
            print(
                    "%-10s %-48s %-20s since %s%s",
                    status,
                    alert.path("name").asString(""),
                    alert.path("value_text").asString("-"),
                    DAY.format(time(alert.path("since"))),
                    alert.path("silence").isObject() ? ", silenced" : "");
        }
        print("%d more are clear", clear);
    }

    private static void printSilence(JsonNode silence) {
        String schedule = silence.path("schedule").asString("");
        String chart = silence.path("chart").asString("");
        print(
                "silence %s: %s%s until %s%s, by %s: %s",
                silence.path("id").asString(""),
                silence.path("alert").asString(""),
                chart.isEmpty() ? "" : " on " + chart,
                DAY.format(time(silence.path("until"))),
                schedule.isEmpty() ? "" : " in " + schedule,
                silence.path("author").asString(""),
                silence.path("reason").asString(""));
    }

    private static void printReplay(JsonNode answer) {
        print(
                "%s from %s to %s: raised %d times on %d charts",
                answer.path("rule").asString(""),
                DAY.format(time(answer.path("from"))),
                DAY.format(time(answer.path("to"))),
                answer.path("raises").asLong(),
                answer.path("alerts").asInt());
        if (!answer.path("whole").asBoolean(true)) {
            print("it took too long: what came after was not looked at; ask for less with --over");
        }
        for (JsonNode turn : answer.path("transitions")) {
            print(
                    "%s  %-13s -> %-13s %12s  %s",
                    DAY.format(time(turn.path("at"))),
                    turn.path("from").asString(""),
                    turn.path("to").asString(""),
                    turn.path("value").isNumber() ? turn.path("value").asString() : "-",
                    turn.path("alert").asString(""));
        }
    }
}
