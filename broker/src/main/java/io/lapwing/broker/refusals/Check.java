// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import org.jspecify.annotations.Nullable;

/**
 * One rung of the ladder a connection climbs: what was checked and what came of it.
 *
 * @param detail where to look, such as file and line
 */
public record Check(Outcome outcome, String text, @Nullable String detail) {

    /** What came of a check. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** Not reached, or not needed. */
        SKIPPED,
        /** No check but the end: what the client was told. */
        ANSWERED
    }

    public static Check passed(String text) {
        return new Check(Outcome.PASSED, text, null);
    }

    public static Check passed(String text, @Nullable String detail) {
        return new Check(Outcome.PASSED, text, detail);
    }

    public static Check failed(String text) {
        return new Check(Outcome.FAILED, text, null);
    }

    public static Check failed(String text, @Nullable String detail) {
        return new Check(Outcome.FAILED, text, detail);
    }

    public static Check skipped(String text) {
        return new Check(Outcome.SKIPPED, text, null);
    }
}
