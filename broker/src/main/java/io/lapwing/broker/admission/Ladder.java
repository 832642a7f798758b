// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.FirstChecks.No;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that one CONNECT has come through so far, for people to see how far it came. */
final class Ladder {
    private final List<Check> checks;
    private final boolean hasWill;

    Ladder(boolean hasWill) {
        this(new ArrayList<>(Step.all().length), hasWill);
    }

    private Ladder(List<Check> checks, boolean hasWill) {
        this.checks = checks;
        this.hasWill = hasWill;
    }

    void add(Check check) {
        checks.add(check);
    }

    /** As it is now, whatever is added later. */
    Ladder copy() {
        return new Ladder(new ArrayList<>(checks), hasWill);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** A step says no. */
    Verdict refused(Step at, No no) {
        checks.add(Check.failed(sentence(at.topic(), no.because()), no.detail()));
        return refusedAfter(at, no);
    }

    /** Who says no inside a step stands on the ladder already. */
    Verdict refusedAfter(Step at, No no) {
        boolean passed = true;
        for (Step step : Step.all()) {
            if (!passed && (!step.isAboutWill() || hasWill)) {
                checks.add(step.skipped());
            }
            passed &= step != at;
        }
        String because =
                no.detail() == null ? no.because() : no.because() + " (" + no.detail() + ")";
        return new Verdict.Refused(no.cause(), because, checks(), no.instead());
    }

    static String sentence(String topic, String rest) {
        return Character.toUpperCase(topic.charAt(0)) + topic.substring(1) + ": " + rest;
    }

    static Check passed(String who, String what, @Nullable String detail) {
        return Check.passed(sentence(who, what), detail);
    }

    static Check failed(String who, String what, @Nullable String detail) {
        return Check.failed(sentence(who, what), detail);
    }

    /** Who comes with an identity needs no credentials. */
    static Check vouched(Identity identity) {
        return Check.passed(
                Step.CREDENTIALS.topic()
                        + ": none needed, the "
                        + identity.by()
                        + " stands for the user "
                        + SafeText.quoted(String.valueOf(identity.userName())),
                identity.subject());
    }
}
