// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

/** The way into a broker's own topics. Does not block. */
@FunctionalInterface
public interface TopicOutlet {
    /** For a program without a broker. */
    TopicOutlet NONE =
            (topic, payload, qos, retain) -> {
                throw new IllegalStateException("there is no broker here");
            };

    void publish(String topic, byte[] payload, int qos, boolean retain);
}
