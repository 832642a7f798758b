// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Kind;
import java.util.Map;

/**
 * One number a target offers: its name, its labels, and how it behaves.
 *
 * @param help what it means, in the words of the target; empty when it says nothing
 */
public record Metric(String name, Map<String, String> labels, Kind kind, String help) {
    public Metric(String name, Map<String, String> labels, Kind kind) {
        this(name, labels, kind, "");
    }

    /** The value of a label, empty when it is absent. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
