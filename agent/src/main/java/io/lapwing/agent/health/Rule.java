// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alarm or template as written in a rule file. Expressions are texts here, as written.
 *
 * @param template whether {@code on} names a context and not a chart
 * @param classification the line {@code class}
 * @param everyS seconds from one evaluation to the next
 * @param noClear whether nobody is told that it is clear again
 * @param to the roles that are told
 * @param notes lines that have no or another meaning here
 */
public record Rule(
        String name,
        boolean template,
        String on,
        String classification,
        String type,
        String component,
        @Nullable Lookup lookup,
        @Nullable String calc,
        @Nullable String warn,
        @Nullable String crit,
        @Nullable Double green,
        @Nullable Double red,
        @Nullable String units,
        int everyS,
        Delay delay,
        Repeat repeat,
        boolean noClear,
        String summary,
        String info,
        String to,
        Source source,
        List<RuleNote> notes) {}
