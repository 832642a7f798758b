// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import java.util.Arrays;

/** The bytes of one answer, in a buffer that is used again. Owned by the thread that asks. */
final class Body {
    /** A larger answer is refused whole. */
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final int FIRST_BYTES = 16 * 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Makes room for more at {@link #length}; the caller then tells how much it put there. */
    void room(int more) throws NoAnswer {
        if (length + (long) more > BYTES_MAX) {
            throw new NoAnswer(
                    "the answer is larger than "
                            + BYTES_MAX / 1024 / 1024
                            + " MiB; nothing of it"
                            + " is kept");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    void added(int count) {
        length += count;
    }

    void add(byte[] from, int at, int count) throws NoAnswer {
        room(count);
        System.arraycopy(from, at, bytes, length, count);
        length += count;
    }
}
