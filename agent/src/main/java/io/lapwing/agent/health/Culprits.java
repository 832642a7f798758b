// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.List;

/**
 * Who is behind what an alert counts, the most frequent first, at most {@link #SHARES_MAX} of a
 * kind.
 *
 * @param total events of the window that are counted here
 */
public record Culprits(long total, List<Share> causes, List<Share> clients, List<Share> addresses) {
    public static final int SHARES_MAX = 5;

    /** Nobody is known. */
    public static final Culprits NONE = new Culprits(0, List.of(), List.of(), List.of());

    /** One of them and its events. */
    public record Share(String name, long count) {}
}
