// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.List;

/** What a client asks to receive; at least one subscription. */
public record Subscribe(int packetId, List<Subscription> subscriptions, Properties properties)
        implements Packet {

    public Subscribe {
        subscriptions = List.copyOf(subscriptions);
    }
}
