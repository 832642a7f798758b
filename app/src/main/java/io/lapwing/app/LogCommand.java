// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing log level}: the log of a running Lapwing. */
@Command(
        name = "log",
        description = "Shows or changes what a running Lapwing logs.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            description =
                    "Changes the level of the log or of one logger; without a level, lists them.",
            mixinStandardHelpOptions = true)
    int level(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = "Where the running Lapwing answers HTTP.",
                            defaultValue = Remote.HERE)
                    URI url,
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
        return level == null ? Remote.at(url).levels() : Remote.at(url).level(level, logger);
    }
}
