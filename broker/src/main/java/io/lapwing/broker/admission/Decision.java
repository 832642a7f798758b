// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * Whether a client may.
 *
 * @param because one clause for people
 * @param detail the rule, as file and line
 */
public record Decision(boolean allowed, String because, @Nullable String detail) {
    /** There are no rules. */
    public static final Decision UNRULED = new Decision(true, "no access rules are set", null);
}
