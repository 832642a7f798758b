// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to publish or subscribe.
 *
 * @param rules those that its authenticator brought with it
 */
public record Client(String clientId, @Nullable String userName, @Nullable ClientRules rules) {
    public Client(String clientId, @Nullable String userName) {
        this(clientId, userName, null);
    }
}
