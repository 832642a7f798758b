// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * VerneMQ's keys that have no meaning here, with the reason: a {@code vernemq.conf} is read as it
 * is. The list is a text: a reason on a line of its own, then the patterns of its keys.
 */
final class ForeignKeys {
    private static final String LIST = "vernemq-keys.txt";
    private static final String HARMLESS = "= ";
    private static final String HARMFUL = "! ";

    /**
     * @param harmful whether running without it would change who may see or do what
     */
    record Foreign(KeyPattern pattern, String reason, boolean harmful) {}

    private final List<Foreign> foreign;

    private ForeignKeys(List<Foreign> foreign) {
        this.foreign = foreign;
    }

    static ForeignKeys none() {
        return new ForeignKeys(List.of());
    }

    static ForeignKeys ofVerneMq() {
        try (var in = Objects.requireNonNull(ForeignKeys.class.getResourceAsStream(LIST), LIST);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return of(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ForeignKeys of(List<String> lines) {
        List<Foreign> foreign = new ArrayList<>();
        String reason = "";
        for (String line : lines) {
            if (line.startsWith(HARMLESS) || line.startsWith(HARMFUL)) {
                reason = line;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                foreign.add(
                        new Foreign(
                                KeyPattern.of(line.strip()),
                                reason.substring(HARMLESS.length()),
                                reason.startsWith(HARMFUL)));
            }
        }
        return new ForeignKeys(foreign);
    }

    /** The entry nearest to this key. */
    Optional<Foreign> find(String key) {
        Foreign nearest = null;
        for (Foreign each : foreign) {
            if (each.pattern.matches(key)
                    && (nearest == null
                            || each.pattern.exactWords() > nearest.pattern.exactWords())) {
                nearest = each;
            }
        }
        return Optional.ofNullable(nearest);
    }
}
