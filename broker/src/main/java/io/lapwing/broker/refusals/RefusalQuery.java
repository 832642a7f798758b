// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to the journal. Null, or an empty set, asks for everything.
 *
 * @param fromMillis inclusive; answered for whole seconds, so the second it lies in counts
 * @param toMillis exclusive; the second before it counts whole
 * @param reason the metric word of the code on the wire, such as bad_username_or_password
 * @param client exact, as are user, address and listener
 * @param target whose log told it; empty for refusals of our own
 * @param find part of a client id, user or address in any case; with * as a wildcard for the whole
 *     text; or addresses as 10.0.0.0/24
 * @param limit rows of the answer, at most {@link #LIMIT_MAX}
 */
public record RefusalQuery(
        long fromMillis,
        long toMillis,
        Set<Cause> causes,
        @Nullable String reason,
        @Nullable String client,
        @Nullable String user,
        @Nullable String address,
        @Nullable String listener,
        @Nullable String target,
        @Nullable String find,
        int limit) {
    public static final int LIMIT_MAX = 10_000;

    public RefusalQuery {
        causes = Set.copyOf(causes);
        limit = Math.clamp(limit, 0, LIMIT_MAX);
    }

    /** Everything in a time, the 200 most frequent rows. */
    public static RefusalQuery between(long fromMillis, long toMillis) {
        return new RefusalQuery(
                fromMillis, toMillis, Set.of(), null, null, null, null, null, null, null, 200);
    }

    public RefusalQuery withCauses(Set<Cause> only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                only,
                reason,
                client,
                user,
                address,
                listener,
                target,
                find,
                limit);
    }

    public RefusalQuery withReason(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                only,
                client,
                user,
                address,
                listener,
                target,
                find,
                limit);
    }

    public RefusalQuery withClient(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                only,
                user,
                address,
                listener,
                target,
                find,
                limit);
    }

    public RefusalQuery withUser(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                only,
                address,
                listener,
                target,
                find,
                limit);
    }

    public RefusalQuery withAddress(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                user,
                only,
                listener,
                target,
                find,
                limit);
    }

    public RefusalQuery withListener(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                user,
                address,
                only,
                target,
                find,
                limit);
    }

    public RefusalQuery withTarget(@Nullable String only) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                user,
                address,
                listener,
                only,
                find,
                limit);
    }

    public RefusalQuery withFind(@Nullable String text) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                user,
                address,
                listener,
                target,
                text,
                limit);
    }

    public RefusalQuery withLimit(int rows) {
        return new RefusalQuery(
                fromMillis,
                toMillis,
                causes,
                reason,
                client,
                user,
                address,
                listener,
                target,
                find,
                rows);
    }
}
