// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.export.ExportOptions;
import io.lapwing.agent.notify.NotifyOptions;
import io.lapwing.base.Config;
import io.lapwing.base.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a start goes by: the configuration, where it was found, and the data folder.
 *
 * @param file the configuration file in force; none when nothing is configured
 * @param errors one line each; with any, nothing may start
 */
record Settings(
        Config config, @Nullable Path file, Path data, List<String> errors, List<String> warnings) {

    /** Where a configuration is looked for when the command line names none. */
    static List<Path> places() {
        return List.of(
                Path.of("lapwing.conf"),
                Path.of(System.getProperty("user.home"), ".config", "lapwing", "lapwing.conf"),
                Path.of("/etc/lapwing/lapwing.conf"));
    }

    /** Reads the named file, or the one that is found. */
    static Settings read(@Nullable Path named, List<String> sets, @Nullable Path data) {
        return of(named != null ? named : found(), sets, data);
    }

    /** Reads this file, or none. */
    static Settings of(@Nullable Path file, List<String> sets, @Nullable Path data) {
        ConfigReader.Reading reading = ConfigReader.read(AppOptions.ALL, file, sets);
        List<String> errors = new ArrayList<>(reading.errors());
        if (errors.isEmpty()) {
            errors.addAll(Precautions.errors(reading.config()));
            errors.addAll(NotifyOptions.errors(reading.config()));
            errors.addAll(ExportOptions.errors(reading.config()));
        }
        Path folder = data != null ? data : Path.of(reading.config().get(AppOptions.DATA));
        return new Settings(
                reading.config(), file, folder.toAbsolutePath(), errors, reading.warnings());
    }

    private static @Nullable Path found() {
        return places().stream().filter(Files::isRegularFile).findFirst().orElse(null);
    }
}
