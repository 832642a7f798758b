// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.web.LogLevels;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The process's log, set up in code: its outputs and its levels. Made by the program at its start.
 */
public final class Logging implements LogLevels, AutoCloseable {
    /** Our own loggers; those of libraries stay at warning unless they are named. */
    private static final String OURS = "io.lapwing";

    private final LoggerContext context;
    private final List<BoundedAppender> outputs = new ArrayList<>();

    private Logging(LoggerContext context) {
        this.context = context;
    }

    /**
     * Opens the outputs and takes over from whatever was set up before.
     *
     * @throws IOException when the log file cannot be written
     */
    public static Logging start(
            Config config, Path data, PrintStream console, Clock clock, Metrics metrics)
            throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logging logging = new Logging(context);
        String where = config.get(LogOptions.CONSOLE);
        if (where.equals("file") || where.equals("both")) {
            RotatedFile file = new RotatedFile(fileOf(config, data), limits(config));
            file.open().flush();
            LineFormat format = formatOf(config.get(LogOptions.FILE_FORMAT));
            logging.add(new BoundedAppender("file", file, format, clock, metrics));
        }
        if (where.equals("console") || where.equals("both")) {
            LineFormat format = formatOf(config.get(LogOptions.CONSOLE_FORMAT));
            logging.add(
                    new BoundedAppender(
                            "console", new ConsoleSink(console), format, clock, metrics));
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        logging.level(config.get(LogOptions.LEVEL));
        config.onChange(LogOptions.LEVEL, logging::level);
        return logging;
    }

    /** The log file in use, relative to the data folder unless it says otherwise. */
    public static Path fileOf(Config config, Path data) {
        return data.resolve(config.get(LogOptions.FILE));
    }

    /** Changes the level of everything of ours. */
    public void level(String level) {
        level(OURS, level);
    }

    /**
     * Changes the level of one logger and of those below it.
     *
     * @throws IllegalArgumentException for a level that does not exist
     */
    public void level(String logger, String level) {
        context.getLogger(logger).setLevel(levelOf(level));
    }

    @Override
    public void set(@Nullable String logger, String level) {
        if (logger == null) {
            level(level);
        } else {
            level(logger, level);
        }
    }

    /** The loggers that have a level of their own. */
    @Override
    public Map<String, String> levels() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), wordOf(logger.getLevel()));
            }
        }
        return levels;
    }

    /** Waits until what was logged so far is written. */
    public void drain() {
        outputs.forEach(BoundedAppender::drain);
    }

    /** Writes what waits, then stops logging. */
    @Override
    public void close() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    }

    private void add(BoundedAppender output) {
        output.setContext(context);
        output.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(output);
        outputs.add(output);
    }

    private static RotatedFile.Limits limits(Config config) {
        return new RotatedFile.Limits(
                config.get(LogOptions.ROTATION_SIZE),
                config.get(LogOptions.ROTATION_KEEP),
                config.get(LogOptions.COMPRESS));
    }

    private static LineFormat formatOf(String word) {
        return word.equals("json") ? LineFormat.JSON : LineFormat.TEXT;
    }

    /** VerneMQ has more levels than we write: those between two of ours fall on the lower one. */
    private static Level levelOf(String word) {
        return switch (word) {
            case "debug" -> Level.DEBUG;
            case "info", "notice" -> Level.INFO;
            case "warning" -> Level.WARN;
            case "error", "critical", "alert", "emergency" -> Level.ERROR;
            case "none" -> Level.OFF;
            default ->
                    throw new IllegalArgumentException(
                            "must be one of " + String.join(", ", LogOptions.LEVELS));
        };
    }

    private static String wordOf(Level level) {
        return switch (level.toInt()) {
            case Level.OFF_INT -> "none";
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "info";
            default -> "debug";
        };
    }
}
