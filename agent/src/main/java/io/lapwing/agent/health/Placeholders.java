// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${family}}, {@code ${label:KEY}} and {@code ${dimension}} in a rule's texts from its
 * chart; {@code $family} is the older spelling.
 */
final class Placeholders {
    private static final Pattern PLACE =
            Pattern.compile("\\$(?:family\\b|\\{(?:family|dimension|label:([^}]*))})");

    private Placeholders() {}

    static String filled(String text, Chart chart, String dimension) {
        return text.indexOf('$') < 0
                ? text
                : PLACE.matcher(text)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        value(found.group(), found.group(1), chart, dimension)));
    }

    /** A label the chart does not have stays as written. */
    private static String value(
            String whole, @Nullable String label, Chart chart, String dimension) {
        if (label != null) {
            return chart.labels().getOrDefault(label, whole);
        }
        return whole.contains("dimension") ? dimension : chart.family();
    }
}
