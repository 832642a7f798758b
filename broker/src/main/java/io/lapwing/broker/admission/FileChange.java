// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * A file of users or rules that was read anew.
 *
 * @param file its path, as configured
 * @param user the user who changed; null when the change is not about one user
 */
public record FileChange(String file, long atMillis, Kind kind, @Nullable String user) {

    /** What happened to the user, or to the file. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED,
        RELOADED
    }
}
