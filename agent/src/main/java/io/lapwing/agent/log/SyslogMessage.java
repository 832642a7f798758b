// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import java.util.function.Consumer;

/**
 * Takes the head off a message of syslog, RFC 5424 or RFC 3164, and hands on what the program said.
 * A message that is neither is handed on as it is.
 */
final class SyslogMessage implements Consumer<Line> {
    private static final int PRIORITY_MAX = 5;
    private static final int FIELDS_5424 = 5;
    private static final int DATE_3164 = 15;
    private static final byte[] TAG_ENDS = Line.word(": ");
    private static final int TAG_WITHIN = 160;

    private final Consumer<Line> next;

    SyslogMessage(Consumer<Line> next) {
        this.next = next;
    }

    @Override
    public void accept(Line line) {
        while (line.to > line.from
                && line.bytes[line.to - 1] <= ' '
                && line.bytes[line.to - 1] >= 0) {
            line.to--;
        }
        int behind = behindPriority(line);
        if (behind > 0) {
            boolean is5424 = line.has(new byte[] {'1', ' '}, behind);
            line.from = is5424 ? text5424(line, behind + 2) : text3164(line, behind);
        }
        if (!line.isEmpty()) {
            next.accept(line);
        }
    }

    /** Behind {@code <34>}; −1 when there is none. */
    private static int behindPriority(Line line) {
        if (line.isEmpty() || line.bytes[line.from] != '<') {
            return -1;
        }
        int end = Math.min(line.to, line.from + PRIORITY_MAX);
        for (int at = line.from + 1; at < end; at++) {
            if (line.bytes[at] == '>') {
                return at > line.from + 1 ? at + 1 : -1;
            }
            if (line.bytes[at] < '0' || line.bytes[at] > '9') {
                return -1;
            }
        }
        return -1;
    }

    private static int text5424(Line line, int start) {
        int at = start;
        for (int i = 0; i < FIELDS_5424; i++) {
            at = behindBlank(line, at);
        }
        boolean hasData = at < line.to && line.bytes[at] == '[';
        at = hasData ? behindData(line, at) : behindBlank(line, at);
        at += at < line.to && line.bytes[at] == ' ' ? 1 : 0;
        boolean marked = line.has(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, at);
        return Math.min(line.to, marked ? at + 3 : at);
    }

    /** Behind {@code [id name="value"]}, however many; a quote or a bracket inside is escaped. */
    private static int behindData(Line line, int start) {
        boolean quoted = false;
        int at = start;
        while (at < line.to) {
            byte next = line.bytes[at++];
            if (next == '\\' && quoted) {
                at++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (next == ']' && !quoted && (at >= line.to || line.bytes[at] != '[')) {
                return at;
            }
        }
        return line.to;
    }

    /** Behind date, host and tag, as far as they are there: senders take liberties. */
    private static int text3164(Line line, int start) {
        int at = start;
        if (at + DATE_3164 < line.to && line.bytes[at + DATE_3164] == ' ' && isMonth(line, at)) {
            at = behindBlank(line, at + DATE_3164 + 1);
        }
        int tag = line.find(TAG_ENDS, at);
        boolean has = tag >= 0 && tag - at < TAG_WITHIN && isTag(line, at, tag);
        return has ? tag + TAG_ENDS.length : at;
    }

    private static boolean isMonth(Line line, int at) {
        return Character.isUpperCase(line.bytes[at]) && line.bytes[at + 3] == ' ';
    }

    /** One word, such as {@code vernemq[17]}; what holds a blank is the message itself. */
    private static boolean isTag(Line line, int from, int to) {
        for (int at = from; at < to; at++) {
            if (line.bytes[at] <= ' ') {
                return false;
            }
        }
        return to > from;
    }

    private static int behindBlank(Line line, int from) {
        int at = from;
        while (at < line.to && line.bytes[at] != ' ') {
            at++;
        }
        return Math.min(line.to, at + 1);
    }
}
