// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The answer to a CONNECT; the code is a return code in MQTT 3 and a reason code in MQTT 5. */
public record ConnAck(boolean sessionPresent, int code, Properties properties) implements Packet {

    public static ConnAck accepting(boolean sessionPresent, Properties properties) {
        return new ConnAck(sessionPresent, 0, properties);
    }

    /** For a client of MQTT 3.1 or 3.1.1. */
    public static ConnAck refusing(ReturnCode code) {
        return new ConnAck(false, code.code(), Properties.EMPTY);
    }

    /** For a client of MQTT 5. */
    public static ConnAck refusing(ReasonCode reason, Properties properties) {
        return new ConnAck(false, reason.code(), properties);
    }
}
