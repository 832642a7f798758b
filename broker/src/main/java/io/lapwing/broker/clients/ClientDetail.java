// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import java.util.List;

/**
 * All that is known of one client's session.
 *
 * @param queuedBytes size of the messages that wait, as packets
 * @param unreleased QoS 2 messages it has sent and not released
 * @param keepAliveSeconds longest silence it may keep: one and a half of its keep-alive, 0 for any
 * @param receiveMax QoS 1 and 2 messages it takes at a time; 0 while it is offline
 * @param subscriptions by filter, at most {@link #SUBSCRIPTIONS_MAX}; the row has their number
 */
public record ClientDetail(
        ClientRow row,
        long queuedBytes,
        int unreleased,
        int keepAliveSeconds,
        int receiveMax,
        List<Subscribed> subscriptions) {
    public static final int SUBSCRIPTIONS_MAX = 1_000;

    public ClientDetail {
        subscriptions = List.copyOf(subscriptions);
    }

    /** One subscription of a client, with its options (5.0 §3.8.3.1). */
    public record Subscribed(String filter, int qos, boolean noLocal, boolean retainAsPublished) {}
}
