// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator learns about a client. It keeps neither this nor the password.
 *
 * @param properties those of its CONNECT; empty in MQTT 3
 */
@SuppressWarnings("ArrayRecordComponent") // a password is bytes, and is never compared by equals
public record Credentials(
        String clientId,
        @Nullable String userName,
        byte @Nullable [] password,
        String listener,
        String address,
        int port,
        MqttVersion version,
        boolean cleanStart,
        Properties properties,
        @Nullable Identity identity) {

    /** Shows no password. */
    @Override
    public String toString() {
        return "Credentials[clientId=" + clientId + ", userName=" + userName + "]";
    }
}
