// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.Will;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides about topics by asking elsewhere. It answers each question once, at once or later, on any
 * thread, and always: it keeps its own time. Until then the client's next packets wait.
 */
public interface RemoteAuthorizer {
    /** Whether it is asked at all about messages of clients of this version. */
    boolean decidesPublish(MqttVersion version);

    /** Whether it is asked about subscriptions. */
    boolean decidesSubscribe(MqttVersion version);

    /** Whether it is ever asked: then what nobody else allows is not simply allowed. */
    default boolean decidesTopics() {
        for (MqttVersion version : MqttVersion.values()) {
            if (decidesPublish(version) || decidesSubscribe(version)) {
                return true;
            }
        }
        return false;
    }

    void publish(
            Client client, MqttVersion version, Publish message, Consumer<PublishAnswer> answer);

    /** A will is asked about as the message that it may become. */
    default void will(
            Client client, MqttVersion version, Will will, Consumer<PublishAnswer> answer) {
        Publish message =
                new Publish(
                        false,
                        will.qos(),
                        will.retain(),
                        will.topic(),
                        1,
                        will.properties(),
                        will.payload());
        publish(client, version, message, answer);
    }

    void subscribe(
            Client client, MqttVersion version, Subscribe packet, Consumer<SubscribeAnswer> answer);

    /**
     * What is to become of a message.
     *
     * @param instead the message to publish instead; null: as it is
     * @param throttleMillis how long the client is not read from afterwards
     */
    record PublishAnswer(Decision decision, @Nullable Publish instead, long throttleMillis) {}

    /**
     * What is to become of the subscriptions of one packet.
     *
     * @param instead one for each that was asked for, in their order; null: as they are. A QoS
     *     above 2 is a no
     */
    record SubscribeAnswer(Decision decision, @Nullable List<Subscription> instead) {
        public SubscribeAnswer {
            instead = instead == null ? null : List.copyOf(instead);
        }
    }
}
