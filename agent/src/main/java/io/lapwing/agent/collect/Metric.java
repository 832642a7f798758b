// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Kind;
import java.util.Map;

/** One number a target offers: its name without a prefix, its labels, and how it behaves. */
public record Metric(String name, Map<String, String> labels, Kind kind) {
    /** The value of a label, empty when it is absent. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
