// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import io.lapwing.app.tidy.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A test that says by {@code @Requirement} which statement it proves.
 *
 * @param specification {@code 3.1.1} or {@code 5.0}
 */
record Proof(String specification, String id, Source source, String method) {
    private static final String IDS = "\\{[^}]*}|\"[^\"]*\"";
    private static final Pattern ANNOTATED =
            Pattern.compile("@Requirement\\(([^)]*)\\)[^;{]*?void (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern V3 = Pattern.compile("v3 =\\s*(" + IDS + ")");
    private static final Pattern V5 = Pattern.compile("v5 =\\s*(" + IDS + ")");
    private static final Pattern BARE = Pattern.compile("^\\s*(" + IDS + ")");
    private static final Pattern ID = Pattern.compile("\"([^\"]*)\"");

    /** What all tests of all rooms prove. */
    static List<Proof> all() {
        return Sources.java().stream()
                .filter(source -> source.name().contains("/src/test/"))
                .flatMap(Proof::in)
                .toList();
    }

    private static Stream<Proof> in(Source source) {
        List<Proof> proofs = new ArrayList<>();
        Matcher annotated = ANNOTATED.matcher(source.text());
        while (annotated.find()) {
            String members = annotated.group(1);
            String method = annotated.group(2);
            ids(members, V3).forEach(id -> proofs.add(new Proof("3.1.1", id, source, method)));
            Stream.concat(ids(members, V5), ids(members, BARE))
                    .forEach(id -> proofs.add(new Proof("5.0", id, source, method)));
        }
        return proofs.stream();
    }

    private static Stream<String> ids(String members, Pattern member) {
        return member.matcher(members)
                .results()
                .flatMap(found -> ID.matcher(found.group(1)).results())
                .map(found -> found.group(1));
    }
}
