// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the log, which change while the program runs. Whoever owns the log implements it.
 */
public interface LogLevels {
    /** Loggers with a level of their own, by name. */
    Map<String, String> levels();

    /**
     * Sets a level from now on.
     *
     * @param logger the name of a logger; null for the whole log
     * @throws IllegalArgumentException saying what is wrong with the level or the name
     */
    void set(@Nullable String logger, String level);
}
