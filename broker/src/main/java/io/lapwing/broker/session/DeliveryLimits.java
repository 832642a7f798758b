// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Config;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.PublishView;

/**
 * The limits of the flow of messages, as configured; -1 stands for any number of messages.
 *
 * @param inflightMax window towards an MQTT 3 client
 * @param sendMax window towards an MQTT 5 client, if it allows as many
 * @param receiveMax QoS 2 messages an MQTT 5 client may have sent and not released
 * @param aliasesIn topic aliases a client may set
 * @param aliasesOut topic aliases we set, if the client allows as many
 * @param retrySeconds after which an MQTT 3 client gets a message again; 0 for never
 * @param onlineMax messages that may wait for a connected client
 * @param offlineMax messages that may wait for a client that is away
 * @param onlineMayExceed whether what waited offline may be more than onlineMax
 * @param dropsOldest whether a full queue drops the oldest message, not the newest
 * @param upgradesQos whether a message goes out with the QoS of the subscription, if higher
 * @param publishesPerSecond of one client; 0 for any number
 */
record DeliveryLimits(
        int inflightMax,
        int sendMax,
        int receiveMax,
        int aliasesIn,
        int aliasesOut,
        int retrySeconds,
        int onlineMax,
        int offlineMax,
        boolean onlineMayExceed,
        long queuedBytesMax,
        boolean dropsOldest,
        boolean upgradesQos,
        int publishesPerSecond) {

    /** The QoS with which a subscriber gets a message. */
    int qosOf(PublishView message, Subscription target) {
        return upgradesQos ? target.qos() : Math.min(message.qos(), target.qos());
    }

    static DeliveryLimits of(Config config) {
        int inflight = config.get(DeliveryOptions.MAX_INFLIGHT_MESSAGES);
        return new DeliveryLimits(
                inflight == 0 ? 65_535 : inflight,
                config.get(DeliveryOptions.RECEIVE_MAX_CLIENT),
                config.get(DeliveryOptions.RECEIVE_MAX_BROKER),
                config.get(DeliveryOptions.TOPIC_ALIAS_MAX_CLIENT),
                config.get(DeliveryOptions.TOPIC_ALIAS_MAX_BROKER),
                (int) config.get(DeliveryOptions.RETRY_INTERVAL).toSeconds(),
                config.get(DeliveryOptions.MAX_ONLINE_MESSAGES),
                config.get(DeliveryOptions.MAX_OFFLINE_MESSAGES),
                config.get(DeliveryOptions.OVERRIDE_MAX_ONLINE_MESSAGES),
                config.get(DeliveryOptions.MAX_QUEUED_BYTES),
                config.get(DeliveryOptions.QUEUE_TYPE).equals(DeliveryOptions.LIFO),
                config.get(DeliveryOptions.UPGRADE_OUTGOING_QOS),
                config.get(DeliveryOptions.MAX_MESSAGE_RATE));
    }
}
