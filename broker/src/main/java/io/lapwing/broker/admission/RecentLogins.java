// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Latest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest good login of each client id. Two halves: when the young one is full it becomes the
 * old one, and what was in the old one is forgotten.
 */
final class RecentLogins {
    static final int LOGINS_MAX = 20_000;

    private record Halves(Map<String, Login> young, Map<String, Login> old) {}

    private final int halfMax;
    private final Latest<Halves> halves = new Latest<>(new Halves(newHalf(), newHalf()));

    RecentLogins() {
        this(LOGINS_MAX);
    }

    RecentLogins(int max) {
        halfMax = max / 2;
    }

    void add(String clientId, Login login) {
        Halves now = halves.value();
        if (now.young.size() >= halfMax) {
            // Whoever comes second finds it done.
            var _ = halves.replace(now, new Halves(newHalf(), now.young));
            now = halves.value();
        }
        now.young.put(clientId, login);
    }

    @Nullable Login of(String clientId) {
        Halves now = halves.value();
        Login login = now.young.get(clientId);
        return login != null ? login : now.old.get(clientId);
    }

    private static Map<String, Login> newHalf() {
        return new ConcurrentHashMap<>();
    }
}
