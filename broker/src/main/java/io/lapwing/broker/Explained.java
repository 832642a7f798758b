// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.broker.refusals.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of something a client does, and who decides it.
 *
 * @param cause the word of a refusal's cause; null when it is allowed, or no CONNECT
 * @param because one clause for people
 * @param where the rule that decides, as file and line, or who else
 * @param rule the rule as written; null when no file has it
 * @param checks all that was checked; empty but for a CONNECT
 */
public record Explained(
        boolean allowed,
        @Nullable String cause,
        String because,
        @Nullable String where,
        @Nullable String rule,
        List<Check> checks) {
    public Explained {
        checks = List.copyOf(checks);
    }

    /** A CONNECT that nobody sends. */
    @SuppressWarnings("ArrayRecordComponent") // a password is bytes, and is never compared
    public record Connecting(
            String clientId,
            @Nullable String userName,
            byte @Nullable [] password,
            String address,
            String listener,
            int level) {
        /** Shows no password. */
        @Override
        public String toString() {
            return "Connecting[clientId=" + clientId + ", userName=" + userName + "]";
        }
    }
}
