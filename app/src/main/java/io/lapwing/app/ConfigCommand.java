// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing config manual}: the pages that are written from the lists in the code. */
@Command(name = "config", description = "Works on the manual of options and metrics.")
final class ConfigCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(description = "Writes options.md and metrics.md from the lists in the code.")
    int manual(@Parameters(paramLabel = "DIR", defaultValue = "docs/manual") Path folder)
            throws IOException, StartFailed {
        Manual.write(folder);
        return Main.DONE;
    }
}
