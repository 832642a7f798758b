// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers of endpoints that may be kept for a while. A question is known by its digest: no password
 * is kept. Any thread.
 */
final class HookCache {
    static final int ANSWERS_MAX = 50_000;

    private record Kept(HookAnswer answer, long untilNanos) {}

    private final Clock clock;
    private final Metrics metrics;
    private final int answersMax;
    private final Series hits;
    private final Series full;
    private final Map<String, Kept> answers = new ConcurrentHashMap<>();

    HookCache(Clock clock, Metrics metrics, int answersMax) {
        this.clock = clock;
        this.metrics = metrics;
        this.answersMax = answersMax;
        hits = metrics.series(WebhookMetrics.CACHED);
        full = metrics.series(WebhookMetrics.CACHE_FULL);
        metrics.gauge(WebhookMetrics.CACHE_ENTRIES, answers::size);
    }

    static String key(String endpoint, Hook hook, String question) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((hook.word() + "\n" + endpoint + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(question.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Nullable HookAnswer find(String key) {
        Kept kept = answers.get(key);
        if (kept == null) {
            return null;
        }
        if (kept.untilNanos - clock.nanoTime() <= 0) {
            answers.remove(key, kept);
            return null;
        }
        metrics.shared().increment(hits);
        return kept.answer;
    }

    /** Keeps an answer, unless there is no room even when what is too old is thrown away. */
    void keep(String key, HookAnswer answer, long seconds) {
        if (answers.size() >= answersMax) {
            long now = clock.nanoTime();
            answers.values().removeIf(kept -> kept.untilNanos - now <= 0);
        }
        if (answers.size() >= answersMax) {
            metrics.shared().increment(full);
            return;
        }
        answers.put(key, new Kept(answer, clock.nanoTime() + seconds * 1_000_000_000L));
    }
}
