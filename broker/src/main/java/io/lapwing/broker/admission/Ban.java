// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.Locale;

/**
 * Whom the broker lets not connect, until when.
 *
 * @param untilMillis {@link #NO_END} for a ban without an end
 */
public record Ban(
        long id, Kind kind, String value, long sinceMillis, long untilMillis, String reason) {
    public static final long NO_END = Long.MAX_VALUE;

    /** What a ban names. */
    public enum Kind {
        ADDRESS,
        CLIENT,
        USER;

        /** The word in the API: address, client, user. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
