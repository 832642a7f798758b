// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.ArrayList;
import java.util.List;

/** The packs that ship with the program, a folder for each watched kind of program. */
public final class ChartPacks {
    private ChartPacks() {}

    /** VerneMQ's charts under the names Netdata gives them; for all that counts as VerneMQ does. */
    public static ChartPack vernemq() {
        return new ChartPack(
                "vernemq_local", "vernemq", 1_000, PackReader.read("vernemq/broker.charts"));
    }

    /** What only Lapwing's own metrics tell. */
    public static ChartPack lapwing() {
        List<ChartTemplate> templates = new ArrayList<>(PackReader.read("lapwing/broker.charts"));
        templates.addAll(PackReader.read("lapwing/store.charts"));
        return new ChartPack("lapwing_local", "lapwing", 100, List.copyOf(templates));
    }
}
