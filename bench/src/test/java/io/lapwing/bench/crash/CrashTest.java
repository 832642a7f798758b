// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crash rounds of bench/crash, few of them. */
class CrashTest {
    private static final int ROUNDS = 4;

    @TempDir Path folder;

    @Test
    void whatIsAcknowledgedSurvivesKillNine() throws IOException, InterruptedException {
        long seed = System.nanoTime();

        Ledger ledger = new CrashRounds(folder, seed).run(ROUNDS);

        assertThat(ledger.faults()).as("with seed %d", seed).isEmpty();
        assertThat(ledger.counts())
                .containsKeys("messages of QoS 1 received", "messages of QoS 2 received");
    }
}
