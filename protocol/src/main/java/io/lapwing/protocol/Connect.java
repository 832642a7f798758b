// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's first packet: who it is, its will, and how long it may stay silent. */
@SuppressWarnings("ArrayRecordComponent") // a password is bytes; equals below compares them
public record Connect(
        MqttVersion version,
        boolean bridge,
        String clientId,
        boolean cleanStart,
        int keepAliveSeconds,
        @Nullable Will will,
        @Nullable String userName,
        byte @Nullable [] password,
        Properties properties)
        implements Packet {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Connect that
                && version == that.version
                && bridge == that.bridge
                && clientId.equals(that.clientId)
                && cleanStart == that.cleanStart
                && keepAliveSeconds == that.keepAliveSeconds
                && Objects.equals(will, that.will)
                && Objects.equals(userName, that.userName)
                && Arrays.equals(password, that.password)
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, clientId, keepAliveSeconds, userName);
    }

    /** Shows that there is a password, never which. */
    @Override
    public String toString() {
        return String.format(
                "Connect[version=%s, bridge=%s, clientId=%s, cleanStart=%s, keepAliveSeconds=%d,"
                        + " will=%s, userName=%s, password=%s, properties=%s]",
                version.text(),
                bridge,
                clientId,
                cleanStart,
                keepAliveSeconds,
                will,
                userName,
                password == null ? "none" : "hidden",
                properties);
    }
}
