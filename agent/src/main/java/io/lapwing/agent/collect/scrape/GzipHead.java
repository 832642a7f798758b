// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

/** The bytes before the packed ones, as RFC 1952 lays them out. */
final class GzipHead {
    private static final int FIXED = 10;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CHECKSUM = 2;

    private GzipHead() {}

    /** Where the packed bytes begin. */
    static int length(byte[] bytes, int length) throws NoAnswer {
        if (length < FIXED || bytes[0] != 0x1F || (bytes[1] & 0xFF) != 0x8B || bytes[2] != 8) {
            throw new NoAnswer("the answer says it is packed with gzip, and is not");
        }
        int flags = bytes[3];
        int at = FIXED;
        if ((flags & EXTRA) != 0 && at + 2 <= length) {
            at += 2 + (bytes[at] & 0xFF) + ((bytes[at + 1] & 0xFF) << 8);
        }
        at = (flags & NAME) != 0 ? pastZero(bytes, at, length) : at;
        at = (flags & COMMENT) != 0 ? pastZero(bytes, at, length) : at;
        at += (flags & CHECKSUM) != 0 ? 2 : 0;
        if (at >= length) {
            throw new NoAnswer("the packed answer ends too early");
        }
        return at;
    }

    private static int pastZero(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }
}
