// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The notifications of a running Lapwing. */
final class RemoteNotify {
    private final Remote remote;

    RemoteNotify(Remote remote) {
        this.remote = remote;
    }

    int list() {
        return remote.call("GET", "/api/notify", null, RemoteNotify::print);
    }

    int test(String name) {
        String path = "/api/notify/" + Remote.encoded(name) + "/test";
        return remote.call(
                "POST", path, null, answer -> Remote.print("%s has taken the test", name));
    }

    int acknowledge(String alert, String by, String note) {
        return remote.call(
                "POST",
                "/api/notify/acks",
                Map.of("alert", alert, "by", by, "note", note),
                answer -> Remote.print("%s is %s's now", alert, by));
    }

    int unacknowledge(String alert) {
        String path = "/api/notify/acks/" + Remote.encoded(alert);
        return remote.call(
                "DELETE", path, null, answer -> Remote.print("%s is nobody's now", alert));
    }

    private static void print(JsonNode answer) {
        if (answer.path("receivers").isEmpty()) {
            Remote.print("nobody is told of alerts; `lapwing help notify.NAME` tells how to");
        }
        for (JsonNode each : answer.path("receivers")) {
            Remote.print(
                    "%-20s %-12s %-8s %d sent, %d waiting, %d failed, %d dropped%s",
                    each.path("name").asString(""),
                    each.path("kind").asString(""),
                    each.path("state").asString(""),
                    each.path("sent").asLong(),
                    each.path("queued").asLong(),
                    each.path("failed").asLong(),
                    each.path("dropped").asLong(),
                    each.path("last_error").isString()
                            ? "; last error: " + each.path("last_error").asString()
                            : "");
        }
        for (JsonNode each : answer.path("open")) {
            Remote.print(
                    "%-10s %s since %s%s",
                    each.path("status").asString(""),
                    each.path("alert").asString(""),
                    Remote.DAY.format(Remote.time(each.path("since_ms"))),
                    each.path("acknowledged_by").isString()
                            ? ", taken on by " + each.path("acknowledged_by").asString()
                            : "");
        }
    }
}
