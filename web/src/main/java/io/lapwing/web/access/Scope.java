// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key is good for; VerneMQ's scopes and the names of its modules. */
public enum Scope {
    METRICS("vmq_metrics_http", false),
    HEALTH("vmq_health_http", false),
    STATUS("vmq_status_http", false),
    API2("vmq_http_v2_api", true),
    HTTPPUB("vmq_http_pub", true),
    /** All else: the page, what it asks, and what changes something. */
    MGMT("vmq_http_mgmt_api", true);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String module;
    private final boolean guarded;

    Scope(String module, boolean guarded) {
        this.module = module;
        this.guarded = guarded;
    }

    public String word() {
        return word;
    }

    /** As options name it. */
    String module() {
        return module;
    }

    /** Whether it needs a login unless an option says otherwise. */
    boolean guarded() {
        return guarded;
    }

    /** What a path belongs to. */
    static Scope of(String path) {
        if (path.equals("/metrics")) {
            return METRICS;
        }
        if (path.equals("/health") || path.startsWith("/health/")) {
            return HEALTH;
        }
        if (path.startsWith("/status")) {
            return STATUS;
        }
        if (path.startsWith("/restmqtt/")) {
            return HTTPPUB;
        }
        return path.startsWith("/api/v2/") ? API2 : MGMT;
    }

    /**
     * Reads a list with commas.
     *
     * @throws IllegalArgumentException naming what is valid
     */
    public static Set<Scope> list(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : text.split(",", -1)) {
            scopes.add(
                    Arrays.stream(values())
                            .filter(scope -> scope.word.equals(word.strip()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "scopes are some of " + words(Set.of(values())))));
        }
        return Set.copyOf(scopes);
    }

    static String words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(","));
    }
}
