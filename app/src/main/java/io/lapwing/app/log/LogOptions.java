// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import io.lapwing.base.Option;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator may set about the log; the keys are VerneMQ's. */
public final class LogOptions {
    /** VerneMQ's levels, the quietest last. */
    static final List<String> LEVELS =
            List.of(
                    "debug",
                    "info",
                    "notice",
                    "warning",
                    "error",
                    "critical",
                    "alert",
                    "emergency",
                    "none");

    static final Option<String> CONSOLE =
            Option.choice(
                    "log.console",
                    "both",
                    List.of("off", "file", "console", "both"),
                    "Where log lines go: to a file, to standard output, to both, or nowhere.");

    static final Option<String> LEVEL =
            Option.choice(
                            "log.console.level",
                            "info",
                            LEVELS,
                            "The lowest level that is logged; also changed by `lapwing log level`.")
                    .atRunTime();

    static final Option<String> FILE =
            Option.text(
                    "log.console.file",
                    "log/console.log",
                    "The log file; a relative path starts from the data folder.");

    static final Option<String> CONSOLE_FORMAT =
            Option.choice(
                    "log.console.console.format",
                    "text",
                    List.of("text", "json"),
                    "How a line on standard output is written.");

    static final Option<String> FILE_FORMAT =
            Option.choice(
                    "log.console.file.format",
                    "text",
                    List.of("text", "json"),
                    "How a line in the log file is written.");

    static final Option<Long> ROTATION_SIZE =
            Option.of(
                    "log.console.rotation.size",
                    "size",
                    64L << 20,
                    LogOptions::bytes,
                    "64KB to 1024GB, or infinity",
                    "A log file that would grow past this is set aside and a new one begun;"
                            + " in bytes, or with KB, MB or GB.");

    static final Option<Integer> ROTATION_KEEP =
            Option.integer(
                    "log.console.rotation.keep",
                    5,
                    0,
                    1_000,
                    "How many log files that were set aside are kept.");

    static final Option<Boolean> COMPRESS =
            Option.flag(
                    "log.console.rotation.compress_on_rotate",
                    false,
                    "Whether a log file is compressed (gzip) when it is set aside.");

    /** All of them, for the parser, the help and the manual. */
    public static final List<Option<?>> ALL =
            List.of(
                    CONSOLE,
                    LEVEL,
                    FILE,
                    CONSOLE_FORMAT,
                    FILE_FORMAT,
                    ROTATION_SIZE,
                    ROTATION_KEEP,
                    COMPRESS);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,13})\\s*(|kb|mb|gb)");
    private static final long SIZE_MIN = 64L << 10;
    private static final long SIZE_MAX = 1024L << 30;

    private LogOptions() {}

    private static long bytes(String text) {
        if (text.equals("infinity")) {
            return Long.MAX_VALUE;
        }
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (size.matches()) {
            long unit =
                    switch (size.group(2)) {
                        case "kb" -> 1L << 10;
                        case "mb" -> 1L << 20;
                        case "gb" -> 1L << 30;
                        default -> 1;
                    };
            long count = Long.parseLong(size.group(1));
            if (count <= SIZE_MAX / unit && count * unit >= SIZE_MIN) {
                return count * unit;
            }
        }
        throw new IllegalArgumentException(
                "must be a size such as 64MB, 64KB to 1024GB, or infinity");
    }
}
