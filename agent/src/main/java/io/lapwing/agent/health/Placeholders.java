// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills {@code ${family}} and {@code ${label:KEY}} in a rule's texts from its chart. */
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(family|label:([^}]*))}");

    private Placeholders() {}

    static String filled(String text, Chart chart) {
        return text.indexOf('$') < 0
                ? text
                : PLACE.matcher(text)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        value(found.group(), found.group(2), chart)));
    }

    /** A label the chart does not have stays as written. */
    private static String value(String whole, @Nullable String label, Chart chart) {
        return label == null ? chart.family() : chart.labels().getOrDefault(label, whole);
    }
}
