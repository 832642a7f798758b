// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is counted of webhooks: of each hook under VerneMQ's names, and of what is kept. */
public final class WebhookMetrics {
    static final Family CACHED =
            Family.counter(
                    "webhooks_cache_hits", "Answers of webhooks that were known and still good.");
    static final Family CACHE_ENTRIES =
            Family.gauge("webhooks_cache_entries", "Answers of webhooks that are kept.");
    static final Family CACHE_FULL =
            Family.counter(
                    "webhooks_cache_full",
                    "Answers of webhooks that were not kept: as many were kept as may be.");
    static final Family NOTICES_DROPPED =
            Family.counter(
                    "webhooks_notices_dropped",
                    "Calls of hooks that only tell, dropped: the endpoint is too slow for them.");

    private static final Map<Hook, Family> REQUESTS = new EnumMap<>(Hook.class);
    private static final Map<Hook, Family> ERRORS = new EnumMap<>(Hook.class);
    private static final Map<Hook, Family> BYTES_SENT = new EnumMap<>(Hook.class);

    static {
        for (Hook hook : Hook.values()) {
            String word = hook.word();
            REQUESTS.put(
                    hook,
                    Family.counter(
                            "webhooks_" + word + "_requests",
                            "Calls of the webhook " + word + "."));
            ERRORS.put(
                    hook,
                    Family.counter(
                            "webhooks_" + word + "_errors",
                            "Calls of the webhook " + word + " that failed or were answered no."));
            BYTES_SENT.put(
                    hook,
                    Family.counter(
                            "webhooks_" + word + "_bytes_sent",
                            "Bytes sent to the webhook " + word + "."));
        }
    }

    /** Every family of webhooks. */
    public static final List<Family> ALL = all();

    private WebhookMetrics() {}

    static Family requests(Hook hook) {
        return of(REQUESTS, hook);
    }

    static Family errors(Hook hook) {
        return of(ERRORS, hook);
    }

    static Family bytesSent(Hook hook) {
        return of(BYTES_SENT, hook);
    }

    private static Family of(Map<Hook, Family> families, Hook hook) {
        Family family = families.get(hook);
        if (family == null) {
            throw new IllegalStateException("no family for " + hook);
        }
        return family;
    }

    private static List<Family> all() {
        List<Family> all = new ArrayList<>();
        all.addAll(REQUESTS.values());
        all.addAll(ERRORS.values());
        all.addAll(BYTES_SENT.values());
        all.addAll(List.of(CACHED, CACHE_ENTRIES, CACHE_FULL, NOTICES_DROPPED));
        return List.copyOf(all);
    }
}
