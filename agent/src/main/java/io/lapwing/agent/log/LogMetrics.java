// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.base.Family;
import java.util.List;

/** What is counted of the logs of other brokers. */
public final class LogMetrics {
    static final Family LINES =
            Family.counter("target_log_lines", "Lines read from a target's log.", "target");
    static final Family UNKNOWN =
            Family.counter(
                    "target_log_lines_unknown",
                    "Lines of a target's log that do not look like its format.",
                    "target");
    static final Family CUT =
            Family.counter(
                    "target_log_lines_cut",
                    "Lines of a target's log that were too long.",
                    "target");
    static final Family REFUSALS =
            Family.counter(
                    "target_log_refusals",
                    "Refused connections that a target's log told, by cause.",
                    "target",
                    "cause");
    static final Family FAILURES =
            Family.counter(
                    "target_log_failures",
                    "Times that a target's log could not be read.",
                    "target");

    /** Every family of this package. */
    public static final List<Family> ALL = List.of(LINES, UNKNOWN, CUT, REFUSALS, FAILURES);

    private LogMetrics() {}
}
