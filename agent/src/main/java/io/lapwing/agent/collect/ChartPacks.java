// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

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
        return new ChartPack(
                "lapwing_local", "lapwing", 100, PackReader.read("lapwing/broker.charts"));
    }
}
