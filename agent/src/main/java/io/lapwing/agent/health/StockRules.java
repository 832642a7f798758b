// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which rules that ship with the program are loaded. */
public enum StockRules {
    /** Netdata's alerts for VerneMQ with corrected meaning, and what it lacks. */
    LAPWING("broker.conf", "program.conf", "store.conf", "vernemq.conf"),
    /** Netdata's alerts for VerneMQ as Netdata evaluates them, and no others. */
    NETDATA("vernemq-netdata.conf"),
    NONE;

    private final List<String> files;

    StockRules(String... files) {
        this.files = List.of(files);
    }

    List<String> files() {
        return files;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(StockRules::word).toList();
    }

    /** The choice of this word. */
    public static StockRules of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
