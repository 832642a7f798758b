// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.store.StoreCheck;
import io.lapwing.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lapwing store}: the files of a broker that does not run. */
@Command(name = "store", description = "Checks and compacts the store of a broker that is stopped.")
final class StoreCommand implements Runnable {
    /** Which store is meant. */
    static final class Where {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "The configuration whose data folder is meant.")
        private @Nullable Path config;

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder.")
        private @Nullable Path data;

        Path folder() {
            return Settings.read(config, List.of(), data).data().resolve("store");
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            description =
                    "Compares every checksum and reads every record. Ends with 0 when all is well,"
                            + " with 1 when something is damaged or there is no store to look at.")
    int check(@Mixin Where where) {
        try {
            StoreCheck.Report report =
                    StoreCheck.check(where.folder(), Kept.LAYOUT, StoreCommand::progress);
            for (StoreCheck.SpaceCount space : report.spaces()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %,14d records %,16d bytes%s%n",
                        space.name(),
                        space.records(),
                        space.bytes(),
                        space.damaged() == 0 ? "" : ", damaged in " + space.damaged() + " places");
            }
            report.damage().forEach(System.out::println);
            System.out.println(report.damage().isEmpty() ? "all is well" : "the store is damaged");
            return report.damage().isEmpty() ? Main.DONE : Main.FAILED;
        } catch (StoreException e) {
            System.err.println("lapwing: " + e.why());
            return Main.FAILED;
        }
    }

    @Command(
            description =
                    "Rewrites the tables without what was removed, and gives its room back. Needs"
                            + " room for a second copy of the largest space meanwhile.")
    int compact(@Mixin Where where) {
        try {
            List<Long> bytes =
                    StoreCheck.compact(where.folder(), Kept.LAYOUT, StoreCommand::progress);
            System.out.printf(
                    Locale.ROOT, "%,d bytes before, %,d after%n", bytes.get(0), bytes.get(1));
            return Main.DONE;
        } catch (StoreException e) {
            System.err.println("lapwing: " + e.why());
            return Main.FAILED;
        }
    }

    private static void progress(String what) {
        System.err.println(what);
    }
}
