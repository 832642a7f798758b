// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import org.jspecify.annotations.Nullable;

/**
 * A merged target of which some parts do not want the subscriber's own messages: for these there is
 * a target that leaves those parts out (5.0 §3.8.3.1).
 */
final class PartlyLocal extends Subscription {
    private final @Nullable Subscription own;

    PartlyLocal(
            Subscriber subscriber,
            int options,
            int @Nullable [] identifiers,
            @Nullable Subscription own) {
        super(subscriber, options, identifiers);
        this.own = own;
    }

    @Override
    public @Nullable Subscription forOwnMessages() {
        return own;
    }
}
