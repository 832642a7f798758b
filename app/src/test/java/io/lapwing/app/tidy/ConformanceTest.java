// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/conformance.md, the specifications' statements and the tests together. */
class ConformanceTest {
    private static final Map<String, Integer> STATEMENTS = Map.of("3.1.1", 141, "5.0", 251);

    private final ConformancePage conformance = new ConformancePage();

    @Test
    void everyStatementIsThereOnce() {
        STATEMENTS.forEach((specification, count) ->
                assertThat(Statement.of(specification))
                        .extracting(Statement::id)
                        .hasSize(count)
                        .doesNotHaveDuplicates());
    }

    @Test
    void testsNameStatementsThatExist() {
        for (String specification : ConformancePage.SPECIFICATIONS) {
            Set<String> known =
                    Statement.of(specification).stream()
                            .map(Statement::id)
                            .collect(Collectors.toSet());
            assertThat(conformance.proofs())
                    .filteredOn(proof -> proof.specification().equals(specification))
                    .allMatch(proof -> known.contains(proof.id()));
        }
    }

    @Test
    void everyStatementIsProvenOrExcused() {
        for (String specification : ConformancePage.SPECIFICATIONS) {
            assertThat(Statement.of(specification))
                    .allMatch(statement ->
                            !statement.excuse().isEmpty()
                                    || conformance.isProven(specification, statement));
        }
    }

    @Test
    void thePageIsFresh() throws IOException {
        String fresh = conformance.page();
        String name = "docs/conformance.md";
        Path page = Sources.root().resolve(name);
        boolean same = Files.exists(page) && Files.readString(page).equals(fresh);
        if (!same) {
            Files.writeString(Sources.root().resolve("app/target/conformance.md"), fresh);
        }
        assertThat(same).as("%s is stale; copy app/target/conformance.md there", name).isTrue();
    }
}
