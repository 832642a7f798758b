// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing log level}: the log of a running Lapwing. */
@Command(name = "log", description = "Shows or changes what a running Lapwing logs.")
final class LogCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            description =
                    "Changes the level of the log or of one logger; without a level, lists them.")
    int level(
            @Mixin Whereabouts running,
            @Parameters(
                            paramLabel = "LEVEL",
                            arity = "0..1",
                            description = "debug, info, warning, error or none.")
                    @Nullable String level,
            @Parameters(
                            paramLabel = "LOGGER",
                            arity = "0..1",
                            description = "As it stands in log lines, or the beginning of it.")
                    @Nullable String logger) {
        Remote remote = running.remote();
        return level == null ? remote.levels() : remote.level(level, logger);
    }
}
