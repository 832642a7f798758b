// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** A protocol version that a client may speak. */
public enum MqttVersion {
    V3_1(3, "3.1"),
    V3_1_1(4, "3.1.1"),
    V5(5, "5.0");

    private final int level;
    private final String text;

    MqttVersion(int level, String text) {
        this.level = level;
        this.text = text;
    }

    /** The protocol level byte of a CONNECT, without a bridge's bit 7. */
    public int level() {
        return level;
    }

    public boolean isV5() {
        return this == V5;
    }

    /** The name people use: 3.1, 3.1.1 or 5.0. */
    public String text() {
        return text;
    }
}
