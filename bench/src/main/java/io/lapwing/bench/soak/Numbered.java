// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import java.nio.ByteBuffer;

/** Payloads that carry a number, and the check that none is missing and none out of order. */
final class Numbered {
    private static final int BYTES = 64;

    private final Ground ground;
    private final String name;
    private final boolean repeats;
    private long highest;

    /**
     * @param repeats whether a number may come again, as after a break in QoS 1
     */
    Numbered(Ground ground, String name, boolean repeats) {
        this.ground = ground;
        this.name = name;
        this.repeats = repeats;
    }

    static byte[] payload(long number) {
        return ByteBuffer.allocate(BYTES).putLong(number).array();
    }

    void came(byte[] payload) {
        long number = ByteBuffer.wrap(payload).getLong();
        if (number == highest + 1) {
            highest = number;
        } else if (number > highest + 1) {
            ground.fault(name + ": " + (highest + 1) + " to " + (number - 1) + " are missing");
            highest = number;
        } else if (repeats) {
            ground.count("came again in QoS 1");
        } else {
            ground.fault(name + ": " + number + " came again after " + highest);
        }
    }

    long highest() {
        return highest;
    }
}
