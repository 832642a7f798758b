// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import org.jspecify.annotations.Nullable;

/**
 * A question for clients that have a session.
 *
 * @param find what {@link io.lapwing.broker.refusals.Find} takes; null for everybody
 * @param state null for both
 * @param limit rows of the answer, at most {@link #LIMIT_MAX}
 */
public record ClientQuery(@Nullable String find, @Nullable ClientState state, int limit) {
    public static final int LIMIT_MAX = 10_000;

    public ClientQuery {
        limit = Math.clamp(limit, 0, LIMIT_MAX);
    }
}
