// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import io.lapwing.base.Family;
import java.util.List;

/** What the log counts about itself. */
public final class LogMetrics {
    static final Family DROPPED =
            Family.counter(
                    "log_lines_dropped",
                    "Log lines that found the queue of their output full and were not written.",
                    "output");

    static final Family FAILED =
            Family.counter(
                    "log_lines_failed",
                    "Log lines that could not be written, for example because the disk is full.",
                    "output");

    /** All of them, for the manual. */
    public static final List<Family> ALL = List.of(DROPPED, FAILED);

    private LogMetrics() {}
}
