// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import java.util.List;

/**
 * A numbered statement of a specification, as a line of {@code conformance/mqtt-….txt} has it.
 *
 * @param words what it demands, in our own words
 * @param excuse why no test proves it, as long as none does; empty when one has to
 */
record Statement(String id, String words, String excuse) {

    /** The statements of a specification, in its order. */
    static List<Statement> of(String specification) {
        String name = "app/src/test/resources/conformance/mqtt-" + specification + ".txt";
        return Sources.text(name)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Statement::parse)
                .toList();
    }

    private static Statement parse(String line) {
        String[] fields = line.split(" \\| ");
        return new Statement(fields[0], fields[1], fields.length > 2 ? fields[2] : "");
    }
}
