// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.collect.TargetOptions;
import io.lapwing.agent.export.ExportOptions;
import io.lapwing.agent.notify.NotifyOptions;
import io.lapwing.base.Config;
import io.lapwing.base.ConfigReader;
import io.lapwing.base.Option;
import io.lapwing.web.WebOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a start goes by: the configuration, where it was found, and the data folder.
 *
 * @param file the configuration file in force; none when nothing is configured
 * @param sets what the command line sets over it
 * @param errors one line each; with any, nothing may start
 */
record Settings(
        Form form,
        Config config,
        @Nullable Path file,
        List<String> sets,
        Path data,
        List<String> errors,
        List<String> warnings) {

    /** What is started. */
    enum Form {
        /** The broker, with its agent. */
        BROKER("lapwing.conf", AppOptions.ALL),
        /** The agent alone. */
        WATCH("watch.conf", AppOptions.WATCH);

        private final String file;
        private final List<Option<?>> options;

        Form(String file, List<Option<?>> options) {
            this.file = file;
            this.options = options;
        }

        List<Option<?>> options() {
            return options;
        }

        /** Where a configuration is looked for when the command line names none. */
        List<Path> places() {
            return List.of(
                    Path.of(file),
                    Path.of(System.getProperty("user.home"), ".config", "lapwing", file),
                    Path.of("/etc/lapwing/" + file));
        }

        private @Nullable Path found() {
            return places().stream().filter(Files::isRegularFile).findFirst().orElse(null);
        }
    }

    /** A VerneMQ on this machine has 8888, which is where a broker of ours would have it too. */
    private static final String WATCH_PAGE = "listener.http.default=127.0.0.1:8889";

    private static final String WATCH_DATA = "lapwing-watch-data";

    private static final String NO_TARGET =
            "there is nothing to watch: no broker was found on this machine. Name one as in"
                    + " `lapwing watch http://10.0.0.5:8888/metrics --log"
                    + " /var/log/vernemq/console.log`, or in watch.conf as in"
                    + " `target.one.url = http://10.0.0.5:8888/metrics`";

    /** Reads the named file, or the one that is found. */
    static Settings read(@Nullable Path named, List<String> sets, @Nullable Path data) {
        return of(named != null ? named : Form.BROKER.found(), sets, data);
    }

    /** Reads this file, or none. */
    static Settings of(@Nullable Path file, List<String> sets, @Nullable Path data) {
        return of(Form.BROKER, file, sets, data);
    }

    /** For the agent alone: what is configured, or else the brokers that are found here. */
    static Settings watch(@Nullable Path named, List<String> sets, @Nullable Path data) {
        Path file = named != null ? named : Form.WATCH.found();
        Settings first = of(Form.WATCH, file, sets, data);
        List<String> all = new ArrayList<>(sets);
        if (first.config.instances(WebOptions.LISTENER).isEmpty()) {
            all.add(WATCH_PAGE);
        }
        if (first.errors.isEmpty() && TargetOptions.wishes(first.config).isEmpty()) {
            List<String> found = LocalBrokers.settings();
            if (found.isEmpty()) {
                return first.with(NO_TARGET);
            }
            all.addAll(found);
        }
        return of(Form.WATCH, file, all, data);
    }

    private static Settings of(
            Form form, @Nullable Path file, List<String> sets, @Nullable Path data) {
        ConfigReader.Reading reading = ConfigReader.read(form.options(), file, sets);
        Config config = reading.config();
        List<String> errors = new ArrayList<>(reading.errors());
        if (errors.isEmpty()) {
            if (form == Form.BROKER) {
                errors.addAll(Precautions.errors(config));
            }
            errors.addAll(NotifyOptions.errors(config));
            errors.addAll(ExportOptions.errors(config));
            errors.addAll(TargetOptions.errors(config));
        }
        String usual =
                form == Form.WATCH && !config.isSet(AppOptions.DATA)
                        ? WATCH_DATA
                        : config.get(AppOptions.DATA);
        Path folder = data != null ? data : Path.of(usual);
        return new Settings(
                form,
                config,
                file,
                List.copyOf(sets),
                folder.toAbsolutePath(),
                errors,
                reading.warnings());
    }

    private Settings with(String error) {
        return new Settings(form, config, file, sets, data, List.of(error), warnings);
    }
}
