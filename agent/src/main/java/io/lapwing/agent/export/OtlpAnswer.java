// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

/**
 * Reads OpenTelemetry's ExportMetricsServiceResponse for the one thing that matters: how many
 * points the collector did not want. What is no such message has rejected nothing.
 */
final class OtlpAnswer {
    private static final int PARTIAL_SUCCESS = 1;
    private static final int REJECTED = 1;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final byte[] bytes;
    private final int end;
    private int at;

    private OtlpAnswer(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    static int rejected(byte[] answer) {
        OtlpAnswer message = new OtlpAnswer(answer, 0, answer.length);
        while (message.at < message.end) {
            long tag = message.varint();
            if (tag == (PARTIAL_SUCCESS << 3 | BYTES)) {
                int length = (int) Math.min(message.varint(), message.end - message.at);
                return new OtlpAnswer(answer, message.at, message.at + length).points();
            }
            if (!message.skip(tag)) {
                return 0;
            }
        }
        return 0;
    }

    private int points() {
        while (at < end) {
            long tag = varint();
            if (tag == (REJECTED << 3 | VARINT)) {
                return (int) Math.max(0, Math.min(Integer.MAX_VALUE, varint()));
            }
            if (!skip(tag)) {
                return 0;
            }
        }
        return 0;
    }

    private boolean skip(long tag) {
        if ((tag & 7) == VARINT) {
            return varint() >= 0;
        }
        if ((tag & 7) != BYTES) {
            return false;
        }
        long length = varint();
        at += (int) Math.max(0, Math.min(length, end - at));
        return true;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; at < end && shift < Long.SIZE; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
