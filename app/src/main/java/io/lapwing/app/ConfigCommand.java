// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing config manual}: the pages that are written from the lists in the code. */
@Command(name = "config", description = "Writes the pages of the manual that are made from lists.")
final class ConfigCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(description = "Writes the manual's options.md, metrics.md and commands.md.")
    int manual(
            @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "docs/manual")
                    Path folder)
            throws IOException, StartFailed {
        Manual.write(folder, spec.root().commandLine());
        return Main.DONE;
    }
}
