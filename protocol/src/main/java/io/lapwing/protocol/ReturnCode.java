// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The CONNACK return codes of MQTT 3.1 and 3.1.1 (3.1.1 §3.2.2.3); the number is the ordinal. */
public enum ReturnCode {
    ACCEPTED("success"),
    UNACCEPTABLE_PROTOCOL_VERSION("unsupported_protocol_version"),
    IDENTIFIER_REJECTED("client_identifier_not_valid"),
    SERVER_UNAVAILABLE("server_unavailable"),
    BAD_USERNAME_OR_PASSWORD("bad_username_or_password"),
    NOT_AUTHORIZED("not_authorized");

    private final String label;

    ReturnCode(String label) {
        this.label = label;
    }

    /** The return code with this number, which must exist. */
    public static ReturnCode of(int code) {
        for (ReturnCode each : values()) {
            if (each.code() == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no return code " + code);
    }

    @SuppressWarnings("EnumOrdinal") // the declaration order is the order on the wire
    public int code() {
        return ordinal();
    }

    /** The word for metrics and logs: the one MQTT 5 uses for the same reason. */
    public String label() {
        return label;
    }
}
