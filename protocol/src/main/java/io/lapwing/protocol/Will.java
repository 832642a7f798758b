// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The message that the broker publishes for a client that is lost. */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; equals below compares them
public record Will(String topic, byte[] payload, int qos, boolean retain, Properties properties) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Will that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && qos == that.qos
                && retain == that.retain
                && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, Arrays.hashCode(payload), qos, retain);
    }

    @Override
    public String toString() {
        return String.format(
                "Will[topic=%s, payload=%d bytes, qos=%d, retain=%s, properties=%s]",
                topic, payload.length, qos, retain, properties);
    }
}
