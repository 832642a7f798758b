// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One start and stop in a folder of its own, from which the JVM learns what a start needs. */
final class Rehearsal {
    private static final List<String> SETTINGS = List.of("log.console.level=none");

    private Rehearsal() {}

    static int run() {
        try {
            Path folder = Files.createTempDirectory("lapwing-rehearsal");
            Settings settings = Settings.of(null, SETTINGS, folder);
            Program program =
                    Program.start(settings, new PrintStream(OutputStream.nullOutputStream()));
            program.close();
            return Main.DONE;
        } catch (IOException | StartFailed e) {
            System.err.println("the rehearsal failed: " + e.getMessage());
            return Main.FAILED;
        }
    }
}
