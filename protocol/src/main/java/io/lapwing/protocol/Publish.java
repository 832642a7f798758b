// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message as a value, for clients and tests; the broker's way is {@link PublishView}. */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; equals below compares them
public record Publish(
        boolean dup,
        int qos,
        boolean retain,
        String topic,
        int packetId,
        Properties properties,
        byte[] payload)
        implements Packet {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Publish that
                && dup == that.dup
                && qos == that.qos
                && retain == that.retain
                && topic.equals(that.topic)
                && packetId == that.packetId
                && properties.equals(that.properties)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(qos, topic, packetId, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        return String.format(
                "Publish[dup=%s, qos=%d, retain=%s, topic=%s, packetId=%d, properties=%s,"
                        + " payload=%d bytes]",
                dup, qos, retain, topic, packetId, properties, payload.length);
    }
}
