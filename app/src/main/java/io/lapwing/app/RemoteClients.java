// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static io.lapwing.app.Remote.encoded;
import static io.lapwing.app.Remote.time;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The clients of a running Lapwing, as the commands below {@code clients} ask for them. */
final class RemoteClients {
    private static final int ROWS = 200;

    private final Remote remote;

    RemoteClients(Remote remote) {
        this.remote = remote;
    }

    int list(@Nullable String find, String state) {
        String path =
                "/api/clients?limit="
                        + ROWS
                        + "&state="
                        + encoded(state)
                        + (find == null ? "" : "&find=" + encoded(find));
        return remote.call("GET", path, null, RemoteClients::printAll);
    }

    int show(String client) {
        return remote.call(
                "GET", "/api/client?id=" + encoded(client), null, RemoteClients::printOne);
    }

    int tell(String what, String client) {
        return remote.call(
                "POST",
                "/api/client/" + what,
                Map.of("id", client),
                answer -> Remote.print("%s is %s", client, answer.path("done").asString("")));
    }

    private static void printAll(JsonNode answer) {
        Remote.print(
                "%d connected, %d offline, %d only refused in the last 15 minutes",
                answer.path("connected").asInt(),
                answer.path("offline").asInt(),
                answer.path("refused").asInt());
        answer.path("rows").forEach(RemoteClients::printRow);
    }

    private static void printRow(JsonNode row) {
        JsonNode refused = row.path("refused");
        Remote.print(
                "%-9s %-28s %-16s %-22s since %s%s%s",
                row.path("state").asString(""),
                row.path("client").asString(""),
                row.path("user").asString("-"),
                row.path("address").asString("-"),
                Remote.DAY.format(time(row.path("since"))),
                row.path("queued").asInt() > 0 ? ", " + row.path("queued").asInt() + " wait" : "",
                refused.isObject()
                        ? ", refused %d times: %s"
                                .formatted(
                                        refused.path("count").asLong(),
                                        refused.path("cause").asString(""))
                        : "");
    }

    private static void printOne(JsonNode answer) {
        JsonNode row = answer.path("client");
        printRow(row);
        JsonNode session = answer.path("session");
        if (session.isObject()) {
            JsonNode ends = row.path("session_s");
            Remote.print(
                    "session   %s; %d messages (%d bytes) wait, %d in flight, %d not released",
                    ends.isNull() ? "without an end" : "of " + ends.asLong() + " s",
                    row.path("queued").asInt(),
                    session.path("queued_bytes").asLong(),
                    row.path("in_flight").asInt(),
                    session.path("unreleased").asInt());
            for (JsonNode each : session.path("subscriptions")) {
                Remote.print(
                        "filter    %s, QoS %d",
                        each.path("filter").asString(""), each.path("qos").asInt());
            }
        }
        for (JsonNode moment : answer.path("story")) {
            Remote.print(
                    "%-9s %s  %6d times from %-16s %s%s",
                    moment.path("kind").asString(""),
                    Remote.DAY.format(time(moment.path("last"))),
                    moment.path("count").asLong(),
                    moment.path("address").asString(""),
                    moment.path("what").asString(""),
                    because(moment.path("because").asString("")));
        }
    }

    private static String because(String because) {
        return because.isEmpty() ? "" : ": " + because;
    }
}
