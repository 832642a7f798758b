// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.Locale;
import java.util.Map;

/** What rules may ask of the machine before they are bound: its name and its system. */
public final class HostLabels {
    private HostLabels() {}

    public static Map<String, String> of(String node) {
        return Map.of("_hostname", node, "_os", system(System.getProperty("os.name", "")));
    }

    /** In the words rules use. */
    static String system(String javaName) {
        String name = javaName.toLowerCase(Locale.ROOT);
        for (String word : new String[] {"linux", "freebsd", "windows"}) {
            if (name.contains(word)) {
                return word;
            }
        }
        return name.contains("mac") ? "macos" : name;
    }
}
