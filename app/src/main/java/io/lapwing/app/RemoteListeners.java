// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The listeners of a running Lapwing. */
final class RemoteListeners {
    private static final String PATH = "/api/listeners";

    private final Remote remote;

    RemoteListeners(Remote remote) {
        this.remote = remote;
    }

    int show() {
        return remote.call("GET", PATH, null, RemoteListeners::print);
    }

    int start(String name, @Nullable String address, List<String> sets) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                System.err.println("--set " + set + ": this is not KEY=VALUE");
                return Main.WRONG_USE;
            }
            settings.put(set.substring(0, equals), set.substring(equals + 1));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("address", address);
        body.put("settings", settings);
        return remote.call("POST", PATH, body, RemoteListeners::print);
    }

    int stop(String name, boolean clients) {
        return remote.call(
                "POST",
                PATH + "/" + Remote.encoded(name) + "/stop",
                Map.of("clients", clients),
                RemoteListeners::print);
    }

    int delete(String name) {
        return remote.call(
                "DELETE", PATH + "/" + Remote.encoded(name), null, RemoteListeners::print);
    }

    private static void print(JsonNode answer) {
        for (JsonNode each : answer.path("listeners")) {
            String address = each.path("address").asString("");
            Remote.print(
                    "%-20s %s",
                    each.path("name").asString(""), address.isEmpty() ? "stopped" : address);
        }
    }
}
