// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.Connect;

/**
 * A CONNECT to judge, with what the caller knows about its way in.
 *
 * @param listenerFull the listener has as many connections as it may
 */
public record ConnectAttempt(
        Connect connect,
        ListenerSettings listener,
        Origin origin,
        boolean listenerFull,
        boolean shuttingDown) {

    String address() {
        return origin.address();
    }
}
