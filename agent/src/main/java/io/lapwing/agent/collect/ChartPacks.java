// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** The packs that ship with the program, a folder for each watched kind of program. */
public final class ChartPacks {
    private ChartPacks() {}

    /** VerneMQ's charts under the names Netdata gives them; for all that counts as VerneMQ does. */
    public static ChartPack vernemq() {
        return PackReader.read("vernemq", 1_000, "vernemq/broker.charts");
    }

    /** What VerneMQ tells of its machine and its stores, which Netdata leaves out. */
    static ChartPack vernemqInside() {
        return PackReader.read("vernemq", 1_200, "vernemq/inside.charts");
    }

    /** What only Lapwing's own metrics tell. */
    public static ChartPack lapwing() {
        return PackReader.read("lapwing", 100, "lapwing/broker.charts");
    }

    /** What its store tells. */
    public static ChartPack store() {
        return PackReader.read("lapwing", 200, "lapwing/store.charts");
    }

    /** What this process, its machine and its agent tell, with or without a broker. */
    public static ChartPack process() {
        return PackReader.read("lapwing", 300, "lapwing/process.charts");
    }

    /** What is known of each target, whatever it is. */
    public static ChartPack target() {
        return PackReader.read("lapwing", 90, "every/target.charts");
    }

    /** What Mosquitto tells below $SYS. */
    static ChartPack mosquitto() {
        return PackReader.read("mosquitto", 1_000, "mosquitto/broker.charts");
    }
}
