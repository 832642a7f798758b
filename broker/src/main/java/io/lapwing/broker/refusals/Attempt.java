// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.protocol.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * Who tried to connect, from where and where to, as far as it is known.
 *
 * @param version null when no known version was read
 * @param protocolLevel the level byte of the CONNECT; -1 when none was read
 * @param port 0 where it is not known, or there is none
 * @param certificate the subject of the client's certificate; null when it showed none
 * @param clientId null when none was read; empty when the client sent an empty one
 */
public record Attempt(
        String listener,
        String address,
        int port,
        @Nullable MqttVersion version,
        int protocolLevel,
        @Nullable String clientId,
        @Nullable String userName,
        @Nullable String certificate) {

    /** Somebody who showed no certificate. */
    public Attempt(
            String listener,
            String address,
            int port,
            @Nullable MqttVersion version,
            int protocolLevel,
            @Nullable String clientId,
            @Nullable String userName) {
        this(listener, address, port, version, protocolLevel, clientId, userName, null);
    }

    /** A connection of which nothing but its ends is known. */
    public static Attempt unknown(String listener, String address, int port) {
        return new Attempt(listener, address, port, null, -1, null, null);
    }

    /** The same with every text at most {@link SafeText#KEPT_MAX} characters long. */
    Attempt cut() {
        if (SafeText.fits(clientId) && SafeText.fits(userName) && SafeText.fits(certificate)) {
            return this;
        }
        return new Attempt(
                listener,
                address,
                port,
                version,
                protocolLevel,
                SafeText.cut(clientId),
                SafeText.cut(userName),
                SafeText.cut(certificate));
    }
}
