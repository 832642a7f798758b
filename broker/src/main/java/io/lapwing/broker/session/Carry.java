// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.Arrays;

/**
 * The beginning of a packet whose rest has not come yet. It grows with what arrives, never by what
 * the packet's length promises.
 */
final class Carry {
    private byte[] bytes;
    private int length;

    Carry(byte[] from, int offset, int length) {
        this.bytes = Arrays.copyOfRange(from, offset, offset + length);
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void append(byte[] more, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    /** Forgets the packets at the beginning that are dealt with. */
    void drop(int count) {
        if (count > 0) {
            System.arraycopy(bytes, count, bytes, 0, length - count);
            length -= count;
        }
    }
}
