// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Unsubscribe;

/**
 * Is told what clients do that are in. Called by workers: it returns at once, and drops what it
 * cannot take.
 */
public interface Onlooker {
    /** Nobody looks on. */
    Onlooker NOBODY = new Onlooker() {};

    /** Whether messages are of interest: to tell one costs a copy of it. */
    default boolean hearsPublish(MqttVersion version) {
        return false;
    }

    /** A client is in. */
    default void registered(Client client, Connect connect, String address, int port) {}

    /** A client's message is published. */
    default void published(Client client, MqttVersion version, Publish message) {}

    /** Subscriptions that were granted. */
    default void subscribed(Client client, MqttVersion version, Subscribe granted) {}

    default void unsubscribed(Client client, MqttVersion version, Unsubscribe packet) {}

    /** A client is there, and its session gets what waited. */
    default void awake(String clientId) {}

    /** A client is away; its session stays. */
    default void offline(String clientId) {}

    /** A client is away, and so is its session. */
    default void gone(String clientId) {}

    /** A session's time was over while its client was away. */
    default void expired(String clientId) {}
}
