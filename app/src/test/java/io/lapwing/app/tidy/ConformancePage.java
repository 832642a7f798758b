// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page that says of every numbered statement which test proves it, or why none does. */
final class ConformancePage {
    static final List<String> SPECIFICATIONS = List.of("3.1.1", "5.0");

    private static final String HEAD =
            """
            # Conformance

            Every numbered statement of the two specifications ([MQTT 3.1.1][3], [MQTT 5.0][5],
            appendix B of each), in our own words, and the tests that prove it. Each of these speaks
            to a running broker over a socket, most of them on every version of MQTT at once.

            This page is made by `ConformanceTest` of the `@Requirement`s on the tests. It fails
            when the page is stale, when a test names a statement that does not exist, and when a
            statement is neither proven nor excused. The statements are in
            `app/src/test/resources/conformance`. MQTT 3.1 has no numbered statements; the tests run
            on it as well.

            [3]: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html
            [5]: https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html

            | specification | statements | proven | not proven |
            |---|---|---|---|
            """;

    private final List<Proof> proofs = Proof.all();

    String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (String specification : SPECIFICATIONS) {
            page.append(summary(specification));
        }
        for (String specification : SPECIFICATIONS) {
            page.append("\n## MQTT ").append(specification);
            page.append("\n\n| statement | meaning | proven by |\n|---|---|---|\n");
            for (Statement statement : Statement.of(specification)) {
                page.append(row(specification, statement));
            }
        }
        page.append("\n## Where the tests are\n\n");
        Map<String, String> places = new TreeMap<>();
        proofs.forEach(proof -> places.put(proof.source().typeName(), proof.source().name()));
        places.forEach((name, place) -> page.append("- [%s](../%s)\n".formatted(name, place)));
        return page.toString();
    }

    private String summary(String specification) {
        List<Statement> statements = Statement.of(specification);
        Map<String, Long> excuses =
                statements.stream()
                        .filter(statement -> !isProven(specification, statement))
                        .collect(
                                Collectors.groupingBy(
                                        Statement::excuse, TreeMap::new, Collectors.counting()));
        long open = excuses.values().stream().mapToLong(Long::longValue).sum();
        String why =
                excuses.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
        return "| MQTT %s | %d | %d | %d: %s |\n"
                .formatted(specification, statements.size(), statements.size() - open, open, why);
    }

    private String row(String specification, Statement statement) {
        String by =
                proofsOf(specification, statement.id()).stream()
                        .map(proof -> proof.source().typeName() + "." + proof.method())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return "| %s | %s | %s |\n"
                .formatted(
                        statement.id(),
                        statement.words(),
                        by.isEmpty() ? "not proven: " + statement.excuse() : by);
    }

    boolean isProven(String specification, Statement statement) {
        return !proofsOf(specification, statement.id()).isEmpty();
    }

    private List<Proof> proofsOf(String specification, String id) {
        return proofs.stream()
                .filter(proof -> proof.specification().equals(specification))
                .filter(proof -> proof.id().equals(id))
                .toList();
    }

    List<Proof> proofs() {
        return proofs;
    }
}
