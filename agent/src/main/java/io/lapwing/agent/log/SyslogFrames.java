// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of syslog into messages: a count of bytes before each (RFC 6587 §3.4.1), or a line
 * end behind each (§3.4.2). Which of them it is, each message's first byte tells.
 */
final class SyslogFrames {
    private final LineSplitter lines;
    private final SyslogMessage message;
    private final LogCounts counts;
    private final Line line = new Line();
    private byte[] counted = new byte[0];
    private int have;
    private int need;
    private int skip;
    private int digits;

    /** Where a message may begin. */
    private enum Expects {
        BEGINNING,
        COUNT,
        COUNTED,
        LINE
    }

    private Expects expects = Expects.BEGINNING;

    SyslogFrames(Intake intake, LogCounts counts) {
        this.message = new SyslogMessage(intake);
        this.lines = new LineSplitter(message, counts::cutLine);
        this.counts = counts;
    }

    void accept(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            at =
                    switch (expects) {
                        case BEGINNING -> begin(bytes, at);
                        case COUNT -> count(bytes, at);
                        case COUNTED -> take(bytes, at, length);
                        case LINE -> line(bytes, at, length);
                    };
        }
    }

    void end() {
        lines.end();
    }

    private int begin(byte[] bytes, int at) {
        boolean counting = bytes[at] >= '1' && bytes[at] <= '9';
        expects = counting ? Expects.COUNT : Expects.LINE;
        need = 0;
        digits = 0;
        return at;
    }

    private int count(byte[] bytes, int at) {
        byte next = bytes[at];
        if (next >= '0' && next <= '9' && digits < 7) {
            need = need * 10 + next - '0';
            digits++;
        } else if (next == ' ') {
            have = 0;
            skip = Math.max(0, need - LineSplitter.LINE_BYTES_MAX);
            counted = new byte[need - skip];
            expects = Expects.COUNTED;
        } else { // no count after all: a line that begins with a digit
            byte[] text = Integer.toString(need).getBytes(StandardCharsets.US_ASCII);
            lines.accept(text, 0, text.length);
            expects = Expects.LINE;
            return at;
        }
        return at + 1;
    }

    private int take(byte[] bytes, int from, int length) {
        int room = Math.min(counted.length - have, length - from);
        System.arraycopy(bytes, from, counted, have, room);
        have += room;
        int skipped = have == counted.length ? Math.min(skip, length - from - room) : 0;
        skip -= skipped;
        if (have == counted.length && skip == 0) {
            if (need > counted.length) {
                counts.cutLine();
            }
            message.accept(line.set(counted, 0, have));
            expects = Expects.BEGINNING;
        }
        return from + room + skipped;
    }

    private int line(byte[] bytes, int from, int length) {
        int end = from;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        if (end < length) {
            expects = Expects.BEGINNING;
            end++;
        }
        lines.accept(bytes, from, end);
        return end;
    }
}
