// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.base.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is logged in, by the secret in the browser's cookie. In memory: a restart logs out. */
final class Sessions {
    /** When there are more, the one that would end first does. */
    static final int SESSIONS_MAX = 1_000;

    static final Duration IDLE_MAX = Duration.ofHours(12);

    private record Session(String user, long untilMillis) {}

    private final Clock clock;
    private final Map<String, Session> byHash = new ConcurrentHashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** Begins one; returns what the browser has to show from now on. */
    String begin(String user) {
        long now = clock.epochMillis();
        byHash.values().removeIf(each -> each.untilMillis <= now);
        if (byHash.size() >= SESSIONS_MAX) {
            byHash.entrySet().stream()
                    .min(Comparator.comparingLong(each -> each.getValue().untilMillis))
                    .ifPresent(first -> byHash.remove(first.getKey()));
        }
        String token = ApiKey.fresh();
        byHash.put(ApiKey.hashOf(token), new Session(user, now + IDLE_MAX.toMillis()));
        return token;
    }

    /** Whose session it is, which goes on from now; null when there is none. */
    @Nullable String user(String token) {
        long now = clock.epochMillis();
        Session session =
                byHash.computeIfPresent(
                        ApiKey.hashOf(token),
                        (hash, known) ->
                                known.untilMillis <= now
                                        ? null
                                        : new Session(known.user, now + IDLE_MAX.toMillis()));
        return session == null ? null : session.user;
    }

    void end(String token) {
        byHash.remove(ApiKey.hashOf(token));
    }
}
