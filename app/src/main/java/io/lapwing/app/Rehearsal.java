// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Family;
import io.lapwing.base.Series;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One start and stop on ports and in a folder of its own: the JVM learns from it what a start
 * needs, and the manual which metrics there are.
 */
final class Rehearsal {
    private static final List<String> SETTINGS =
            List.of(
                    "log.console=file",
                    "listener.tcp.default=127.0.0.1:0",
                    "listener.http.default=127.0.0.1:0");

    private Rehearsal() {}

    static int run() throws IOException, StartFailed {
        return with(program -> Main.DONE);
    }

    /** Every family of metrics that a started program has. */
    static List<Family> metrics() throws IOException, StartFailed {
        return with(program ->
                program.metrics().series().stream().map(Series::family).distinct().toList());
    }

    private static <R> R with(Function<Program, R> use) throws IOException, StartFailed {
        Path folder = Files.createTempDirectory("lapwing-rehearsal");
        try (Program program =
                Program.start(
                        Settings.of(null, SETTINGS, folder),
                        new PrintStream(OutputStream.nullOutputStream()))) {
            return use.apply(program);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
