// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Option;
import java.util.List;

/** What an operator may set about the store. */
public final class StoreOptions {
    private static final String PROCESS = "process";
    static final String POWER = "power";

    public static final Option<Boolean> KEPT =
            Option.flag(
                    "store.kept",
                    true,
                    "Whether persistent sessions, their messages and retained messages are kept on"
                            + " disk. If not, they live in memory and end with the program.");

    public static final Option<String> DURABILITY =
            Option.choice(
                    "store.durability",
                    PROCESS,
                    List.of(PROCESS, POWER),
                    "What an acknowledged message survives: any end of the process, or the loss of"
                            + " power as well, for which each round waits for the disk.");

    static final Option<Integer> WAITING_MEBIBYTES =
            Option.integer(
                    "store.waiting_mebibytes",
                    32,
                    1,
                    4_096,
                    "Memory for what waits to be written. When it is used up, publishers are not"
                            + " read until the disk has caught up.");

    static final Option<Integer> CACHE_MEBIBYTES =
            Option.integer(
                    "store.cache_mebibytes",
                    64,
                    8,
                    65_536,
                    "Memory for what was read from disk, and for the tables of contents there.");

    static final Option<Integer> MEMTABLE_MEBIBYTES =
            Option.integer(
                    "store.memtable_mebibytes",
                    128,
                    16,
                    65_536,
                    "Memory for what was written last, until it goes into files of its own.");

    static final Option<Integer> LOG_MEBIBYTES =
            Option.integer(
                    "store.log_mebibytes",
                    256,
                    32,
                    65_536,
                    "Room on disk for the log of writes. A start after a crash reads all of it.");

    public static final List<Option<?>> ALL =
            List.of(
                    KEPT,
                    DURABILITY,
                    WAITING_MEBIBYTES,
                    CACHE_MEBIBYTES,
                    MEMTABLE_MEBIBYTES,
                    LOG_MEBIBYTES);

    private StoreOptions() {}
}
