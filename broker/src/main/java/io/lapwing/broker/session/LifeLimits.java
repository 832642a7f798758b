// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Config;
import io.lapwing.protocol.ReasonCode;

/**
 * How long things of a client may last, as configured.
 *
 * @param sessionSecondsMax longest time a session outlives its connection
 * @param willDelaySecondsMax longest delay of a will
 * @param keepAliveSecondsMax longest keep-alive of a client of MQTT 5; 0 for any
 * @param takeOverKeepsWill whether a connection that is taken over leaves no will
 */
record LifeLimits(
        long sessionSecondsMax,
        long willDelaySecondsMax,
        int keepAliveSecondsMax,
        boolean takeOverKeepsWill) {

    static LifeLimits of(Config config) {
        return new LifeLimits(
                config.get(LifeOptions.PERSISTENT_CLIENT_EXPIRATION).seconds(),
                config.get(LifeOptions.MAX_LAST_WILL_DELAY).seconds(),
                config.get(LifeOptions.MAX_KEEPALIVE),
                config.get(LifeOptions.SUPPRESS_LWT_ON_SESSION_TAKEOVER));
    }

    /** Whether a client that is told to go for this reason leaves its will. */
    boolean leavesWill(ReasonCode reason) {
        return reason != ReasonCode.SESSION_TAKEN_OVER || !takeOverKeepsWill;
    }
}
