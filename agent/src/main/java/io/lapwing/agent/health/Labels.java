// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Globs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What labels must hold for a rule to be bound: patterns for each label, all of which must take its
 * value. A label that is absent fits no pattern but a lone star.
 */
final class Labels {
    static final Labels ANY = new Labels(Map.of());

    private final Map<String, String> patterns;
    private final Map<String, Globs> globs = new LinkedHashMap<>();

    private Labels(Map<String, String> patterns) {
        this.patterns = patterns;
        patterns.forEach((key, words) -> {
            if (!words.equals("*")) {
                globs.put(key, Globs.words(words));
            }
        });
    }

    /** {@code KEY=PATTERN [PATTERN...] [KEY=PATTERN...]...}. */
    static Labels of(String text) {
        Map<String, String> patterns = new LinkedHashMap<>();
        String key = "";
        for (String word : text.strip().replaceAll("\\s*=\\s*", "=").split("\\s+")) {
            int sign = word.indexOf('=');
            if (sign > 0) {
                key = word.substring(0, sign);
                patterns.merge(key, word.substring(sign + 1), (old, more) -> old + ' ' + more);
            } else if (key.isEmpty()) {
                throw new IllegalArgumentException(
                        "labels are written KEY=PATTERN, and \"" + word + "\" has no key");
            } else {
                patterns.merge(key, word, (old, more) -> old + ' ' + more);
            }
        }
        return new Labels(patterns);
    }

    /** One label, its patterns with blanks between. */
    static Labels of(String key, String words) {
        return new Labels(Map.of(key, words.strip()));
    }

    /** Both must hold. */
    Labels and(Labels other) {
        Map<String, String> both = new LinkedHashMap<>(patterns);
        other.patterns.forEach(
                (key, words) -> both.merge(key, words, (old, more) -> old + ' ' + more));
        return new Labels(both);
    }

    boolean hold(Map<String, String> labels) {
        return globs.entrySet().stream()
                .allMatch(each -> {
                    String value = labels.get(each.getKey());
                    return value != null && each.getValue().takes(value);
                });
    }
}
