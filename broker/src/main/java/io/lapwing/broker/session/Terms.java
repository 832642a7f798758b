// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.ClientRules;
import org.jspecify.annotations.Nullable;

/**
 * What client and server agreed on in CONNECT and CONNACK.
 *
 * @param silenceSeconds longest silence of the client: one and a half of its keep-alive; 0 for any
 * @param receiveMax QoS 1 and 2 messages the client takes at a time
 * @param packetBytesMax largest packet the client takes
 * @param untilSecond the worker's second at which the connection has lasted long enough
 * @param unreleasedMax QoS 2 messages the client may have sent and not released
 * @param aliasesIn topic aliases the client may set
 * @param aliasesOut topic aliases we may set
 * @param retrySeconds after which the client gets an unanswered message again; 0 for never
 * @param explains whether the client wants to be told in words what went wrong
 * @param authenticationMethod by which it came in and may prove itself anew; null for none
 * @param packetBytesInMax largest packet the client may send
 * @param publishesPerSecond it may send; 0 for any number
 * @param rules what it may publish and subscribe to before the server's rules are asked
 * @param bridge whether the client is another broker, which must not get back what it sent
 */
record Terms(
        @Nullable String userName,
        int silenceSeconds,
        int receiveMax,
        long packetBytesMax,
        int qosMax,
        boolean retainAvailable,
        long untilSecond,
        boolean bridge,
        int unreleasedMax,
        int aliasesIn,
        int aliasesOut,
        int retrySeconds,
        boolean explains,
        @Nullable String authenticationMethod,
        int packetBytesInMax,
        int publishesPerSecond,
        @Nullable ClientRules rules) {
    static final Terms BEFORE_CONNECT =
            new Terms(
                    null,
                    0,
                    1,
                    Long.MAX_VALUE,
                    2,
                    true,
                    Long.MAX_VALUE,
                    false,
                    1,
                    0,
                    0,
                    0,
                    true,
                    null,
                    0,
                    0,
                    null);

    private static final int LOOK_AGAIN_SECONDS = 120;
    private static final int LOOKS_A_RETRY = 4;

    /**
     * Seconds until a client must be looked at that was last heard so many seconds ago; 0: too
     * long. Of these, the first may have been short: one more is waited for.
     */
    int silenceLeft(long silentSeconds) {
        return silenceSeconds == 0
                ? LOOK_AGAIN_SECONDS
                : (int) Math.max(0, silenceSeconds + 1 - silentSeconds);
    }

    /** Seconds until a connection must be looked at for its age; 0: it lasted long enough. */
    int lifeLeft(long second) {
        return (int) Math.clamp(untilSecond - second, 0, LOOK_AGAIN_SECONDS);
    }

    /** Seconds until the next look at what the client has not answered. */
    int retryLookSeconds() {
        return retrySeconds == 0 ? LOOK_AGAIN_SECONDS : Math.ceilDiv(retrySeconds, LOOKS_A_RETRY);
    }
}
