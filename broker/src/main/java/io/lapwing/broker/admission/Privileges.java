// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator says about a client beyond that it may come in.
 *
 * @param clientId by which it is known from now on; null: as it said
 * @param userName as whom it is known from now on; null: as it said
 * @param rules what it may publish and subscribe to, before all others are asked; null: nothing
 *     said
 * @param limits its own
 */
public record Privileges(
        @Nullable String clientId,
        @Nullable String userName,
        @Nullable ClientRules rules,
        Map<Modifier, Long> limits) {
    /** Nothing beyond that. */
    public static final Privileges USUAL = new Privileges(null, null, null, Map.of());

    public Privileges {
        limits = Map.copyOf(limits);
    }

    /** Only rules. */
    public static Privileges of(@Nullable ClientRules rules) {
        return new Privileges(null, null, rules, Map.of());
    }

    public long or(Modifier limit, long usual) {
        return limits.getOrDefault(limit, usual);
    }
}
