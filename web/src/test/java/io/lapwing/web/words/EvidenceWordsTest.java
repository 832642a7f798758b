// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.Evidence;
import io.lapwing.broker.admission.FileChange;
import io.lapwing.broker.admission.Login;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.broker.refusals.RefusalRow;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvidenceWordsTest {
    private static final long FIRST = 10_000_000;
    private static final long LAST = FIRST + 60_000;

    @Test
    void aPasswordThatChangedBetweenTheLastLoginAndTheFirstRefusalIsTheStory() {
        Evidence evidence =
                new Evidence(
                        change(FIRST - 15_000, FileChange.Kind.CHANGED),
                        null,
                        null,
                        new Login(FIRST - 90_000, "10.0.0.7", 4711, "pump-7"),
                        0);

        assertThat(EvidenceWords.of(row(Cause.WRONG_PASSWORD), evidence))
                .isEqualTo(
                        "The password was changed here, and the client still uses the old one."
                                + " lapwing.passwd was reloaded with a new line for pump-7, 15 s"
                                + " before the first refusal. This client last got in 2 min 30 s"
                                + " before its newest refusal, from 10.0.0.7.");
    }

    @Test
    void aChangeHoursBeforeIsNoEvidence() {
        Evidence evidence =
                new Evidence(
                        change(FIRST - 3_600_001, FileChange.Kind.CHANGED), null, null, null, 2);

        assertThat(EvidenceWords.of(row(Cause.WRONG_PASSWORD), evidence)).isNull();
    }

    @Test
    void aChangeAfterTheLastRefusalIsNoEvidence() {
        Evidence evidence =
                new Evidence(change(LAST + 1, FileChange.Kind.CHANGED), null, null, null, 0);

        assertThat(EvidenceWords.of(row(Cause.WRONG_PASSWORD), evidence)).isNull();
    }

    @Test
    void aReloadOfThePasswordsSaysNothingAboutMalformedBytes() {
        Evidence evidence =
                new Evidence(change(FIRST - 1, FileChange.Kind.CHANGED), null, null, null, 0);

        assertThat(EvidenceWords.of(row(Cause.MALFORMED_CONNECT), evidence)).isNull();
    }

    @Test
    void manyOthersWithTheSameTroublePointAwayFromTheClient() {
        Evidence evidence = new Evidence(null, null, null, null, 1_203);

        assertThat(EvidenceWords.of(row(Cause.AUTH_BACKEND_TIMEOUT), evidence))
                .startsWith("In the last 15 minutes 1,203 other clients were refused");
    }

    @Test
    void aUserWhoWasRemovedIsNamed() {
        Evidence evidence =
                new Evidence(change(FIRST - 4_000, FileChange.Kind.REMOVED), null, null, null, 0);

        assertThat(EvidenceWords.of(row(Cause.UNKNOWN_USER), evidence))
                .isEqualTo(
                        "lapwing.passwd was reloaded without pump-7, 4 s before the first"
                                + " refusal.");
    }

    private static FileChange change(long atMillis, FileChange.Kind kind) {
        return new FileChange("lapwing.passwd", atMillis, kind, "pump-7");
    }

    private static RefusalRow row(Cause cause) {
        Attempt attempt = new Attempt("tcp.default", "10.0.0.7", 1, null, -1, "pump-7", "pump-7");
        Refusal newest = new Refusal(cause, LAST, attempt, "", List.of());
        return new RefusalRow(1, newest, 1, 2, 2, FIRST, LAST, -1);
    }
}
