// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines. What has no end yet is kept until it has; of a line that is
 * too long the beginning is a line, and the rest is skipped.
 */
final class LineSplitter {
    static final int LINE_BYTES_MAX = 64 * 1024;

    private final Consumer<Line> reader;
    private final Runnable onCut;
    private final Line line = new Line();
    private byte[] carry = new byte[256];
    private int carried;
    private boolean skipping;

    LineSplitter(Consumer<Line> reader, Runnable onCut) {
        this.reader = reader;
        this.onCut = onCut;
    }

    void accept(byte[] bytes, int from, int to) {
        int start = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                ended(bytes, start, at);
                start = at + 1;
            }
        }
        if (start < to) {
            carry(bytes, start, to);
        }
    }

    /** The stream is over: what has no end is a line too. */
    void end() {
        if (carried > 0 && !skipping) {
            read(carry, 0, carried);
        }
        reset();
    }

    /** Forgets what has no end. */
    void reset() {
        carried = 0;
        skipping = false;
    }

    /** Bytes that wait for the end of their line. */
    int carried() {
        return carried;
    }

    private void ended(byte[] bytes, int start, int end) {
        if (carried == 0 && !skipping) {
            int cut = Math.min(end, start + LINE_BYTES_MAX);
            read(bytes, start, cut);
            if (cut < end) {
                onCut.run();
            }
            return;
        }
        carry(bytes, start, end);
        if (!skipping) {
            read(carry, 0, carried);
        }
        reset();
    }

    private void carry(byte[] bytes, int start, int end) {
        if (skipping) {
            return;
        }
        int room = Math.min(end - start, LINE_BYTES_MAX - carried);
        if (carried + room > carry.length) {
            carry = Arrays.copyOf(carry, Math.min(LINE_BYTES_MAX, (carried + room) * 2));
        }
        System.arraycopy(bytes, start, carry, carried, room);
        carried += room;
        if (room < end - start) {
            read(carry, 0, carried);
            onCut.run();
            carried = 0;
            skipping = true;
        }
    }

    private void read(byte[] bytes, int start, int end) {
        int last = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        if (last > start) {
            reader.accept(line.set(bytes, start, last));
        }
    }
}
