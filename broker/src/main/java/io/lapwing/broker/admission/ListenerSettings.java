// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Config;
import java.util.Set;

/**
 * What admission knows of a listener.
 *
 * @param name with its kind, such as tcp.default
 * @param protocolLevels the level bytes of CONNECT that are allowed
 * @param connectionsPerSecond CONNECTs taken a second; 0: any number
 * @param anonymous whether clients are let in without any check of their credentials
 */
public record ListenerSettings(
        String name, Set<Integer> protocolLevels, int connectionsPerSecond, boolean anonymous) {

    /** The settings of the listener with this name, such as tcp.default. */
    public static ListenerSettings of(Config config, String name) {
        return new ListenerSettings(
                name,
                config.get(AdmissionOptions.ALLOWED_PROTOCOL_VERSIONS, name),
                config.get(AdmissionOptions.MAX_CONNECTION_RATE, name),
                AdmissionOptions.anonymous(config)
                        || config.get(AdmissionOptions.ALLOW_ANONYMOUS_OVERRIDE, name));
    }
}
