// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.refusals.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed logins by address, user and client id, and bans who has too many: for a while that
 * doubles each time. Two halves bound what is remembered: when the young one is full it becomes the
 * old one, and what was in that is forgotten.
 */
final class Failures {
    static final int KEYS_MAX = 100_000;

    private static final Set<Cause> GUESSES =
            EnumSet.of(
                    Cause.WRONG_PASSWORD,
                    Cause.UNKNOWN_USER,
                    Cause.CREDENTIALS_MISSING,
                    Cause.AUTHENTICATION_FAILED);

    private record Key(Ban.Kind kind, String value) {}

    private record Count(int failures, long sinceMillis, int bans, long bannedMillis) {}

    private record Halves(Map<Key, Count> young, Map<Key, Count> old) {}

    private static final Count NONE = new Count(0, 0, 0, 0);

    private final Clock clock;
    private final Metrics metrics;
    private final Bans bans;
    private final Map<Ban.Kind, Integer> limits = new EnumMap<>(Ban.Kind.class);
    private final long windowMillis;
    private final long firstMillis;
    private final long longestMillis;
    private final Series banned;
    private final Series full;
    private final Latest<Halves> halves =
            new Latest<>(new Halves(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    Failures(Config config, Clock clock, Metrics metrics, Bans bans) {
        this.clock = clock;
        this.metrics = metrics;
        this.bans = bans;
        limits.put(Ban.Kind.ADDRESS, config.get(AbuseOptions.FAILURES_PER_ADDRESS));
        limits.put(Ban.Kind.USER, config.get(AbuseOptions.FAILURES_PER_USER));
        limits.put(Ban.Kind.CLIENT, config.get(AbuseOptions.FAILURES_PER_CLIENT));
        windowMillis = config.get(AbuseOptions.WINDOW).toMillis();
        firstMillis = config.get(AbuseOptions.FIRST).toMillis();
        longestMillis = config.get(AbuseOptions.LONGEST).toMillis();
        banned = metrics.series(AdmissionMetrics.BANS_AUTOMATIC);
        full = metrics.series(AdmissionMetrics.BANS_FULL);
        metrics.gauge(AdmissionMetrics.FAILURES_TRACKED, this::size);
    }

    /** A login failed, for a cause that is the client's. */
    void failed(Cause cause, String address, String clientId, @Nullable String user) {
        if (!GUESSES.contains(cause)) {
            return; // a rule, or a fault of ours: nothing was guessed
        }
        count(Ban.Kind.ADDRESS, address);
        count(Ban.Kind.CLIENT, clientId);
        if (user != null) {
            count(Ban.Kind.USER, user);
        }
    }

    int size() {
        Halves now = halves.value();
        return now.young.size() + now.old.size();
    }

    private void count(Ban.Kind kind, String value) {
        int limit = limits.getOrDefault(kind, 0);
        if (limit == 0 || value.isEmpty()) {
            return;
        }
        Key key = new Key(kind, value);
        Halves now = roomy();
        Count before = now.old.getOrDefault(key, NONE);
        Count after =
                now.young.compute(
                        key, (same, known) -> next(known == null ? before : known, limit));
        if (after.failures == 0) {
            ban(key, limit, after);
        }
    }

    /** The failures fall back to none when they have led to a ban. */
    private Count next(Count before, int limit) {
        long now = clock.epochMillis();
        boolean forgotten = now - before.bannedMillis > 2 * longestMillis;
        int bansBefore = forgotten ? 0 : before.bans;
        boolean together = before.failures > 0 && now - before.sinceMillis <= windowMillis;
        int failures = together ? before.failures + 1 : 1;
        long since = together ? before.sinceMillis : now;
        return failures < limit
                ? new Count(failures, since, bansBefore, before.bannedMillis)
                : new Count(0, now, bansBefore + 1, now);
    }

    private void ban(Key key, int limit, Count count) {
        int doublings = Math.min(count.bans - 1, 30);
        long millis = Math.min(firstMillis << doublings, longestMillis);
        String reason =
                "automatic: "
                        + limit
                        + (limit == 1 ? " failed login" : " failed logins within ")
                        + (limit == 1 ? "" : windowMillis / 1_000 + " s");
        try {
            bans.ban(key.kind, key.value, Duration.ofMillis(millis), reason);
            metrics.shared().increment(banned);
        } catch (IllegalStateException | IllegalArgumentException e) {
            metrics.shared().increment(full); // as many as there may be, or no address at all
        }
    }

    private Halves roomy() {
        Halves now = halves.value();
        if (now.young.size() >= KEYS_MAX / 2) {
            // Whoever comes second finds it done.
            var _ = halves.replace(now, new Halves(new ConcurrentHashMap<>(), now.young));
            now = halves.value();
        }
        return now;
    }
}
