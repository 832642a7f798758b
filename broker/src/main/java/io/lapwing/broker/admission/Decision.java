// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * Whether a client may, or that this check has nothing to say about it.
 *
 * @param because one clause for people
 * @param detail the rule, as file and line
 */
public record Decision(Outcome outcome, String because, @Nullable String detail) {
    /** There are no rules. */
    public static final Decision UNRULED =
            new Decision(Outcome.ALLOWED, "no access rules are set", null);

    /** What a check says. */
    public enum Outcome {
        ALLOWED,
        DENIED,
        /** Ask the next one; what nobody allows is denied. */
        UNDECIDED,
        /** It cannot be said: what is asked does not work. Not the client's fault. */
        UNAVAILABLE
    }

    static Decision allowed(String because, @Nullable String detail) {
        return new Decision(Outcome.ALLOWED, because, detail);
    }

    static Decision denied(String because, @Nullable String detail) {
        return new Decision(Outcome.DENIED, because, detail);
    }

    static Decision undecided(String because, @Nullable String detail) {
        return new Decision(Outcome.UNDECIDED, because, detail);
    }

    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }

    public boolean undecided() {
        return outcome == Outcome.UNDECIDED;
    }

    public boolean unavailable() {
        return outcome == Outcome.UNAVAILABLE;
    }

    /** What the next one says, behind what this one could not decide. */
    public Decision or(Decision next) {
        return next.undecided()
                ? new Decision(Outcome.UNDECIDED, told() + "; " + next.because, next.detail)
                : next;
    }

    /** The clause with the place behind it. */
    public String told() {
        return detail == null ? because : because + " (" + detail + ")";
    }
}
