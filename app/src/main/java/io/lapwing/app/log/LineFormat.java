// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How one event becomes text: VerneMQ's line, or a JSON object with the same parts. */
enum LineFormat {
    /** {@code 2024-05-27T03:49:11.752627+00:00 [warning] LOGGER: text}. */
    TEXT {
        @Override
        String line(String time, String level, String logger, String text, String stack) {
            StringBuilder line = new StringBuilder(64 + text.length() + stack.length());
            line.append(time).append(" [").append(level).append("] ").append(logger);
            appendEscaped(line.append(": "), text, false);
            line.append('\n').append(stack);
            return line.toString();
        }
    },
    /** One object a line. */
    JSON {
        @Override
        String line(String time, String level, String logger, String text, String stack) {
            StringBuilder line = new StringBuilder(96 + text.length() + stack.length());
            line.append("{\"time\":\"").append(time);
            line.append("\",\"level\":\"").append(level);
            appendEscaped(line.append("\",\"logger\":\""), logger, true);
            appendEscaped(line.append("\",\"msg\":\""), text, true);
            if (!stack.isEmpty()) {
                appendEscaped(line.append("\",\"stack\":\""), stack, true);
            }
            return line.append("\"}\n").toString();
        }
    };

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    abstract String line(String time, String level, String logger, String text, String stack);

    final String line(ILoggingEvent event, ZoneId zone) {
        IThrowableProxy thrown = event.getThrowableProxy();
        String stack = thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
        return line(
                timeOf(event.getInstant(), zone),
                word(event.getLevel()),
                event.getLoggerName(),
                event.getFormattedMessage(),
                stack);
    }

    static String timeOf(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    private static String word(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "info";
            default -> "debug";
        };
    }

    /** Nobody forges a line: what would end one, or turn its direction, is written as an escape. */
    private static void appendEscaped(StringBuilder line, String text, boolean quoted) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && (c == '"' || c == '\\')) {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
