// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PublishView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for one session: the PUBLISH as its publisher sent it, and how this session
 * gets it.
 *
 * @param version the version the packet is written in
 * @param sinceNanos when it came, on the monotonic clock
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; messages are never compared
record Message(
        byte[] packet,
        MqttVersion version,
        int qos,
        boolean retain,
        int @Nullable [] identifiers,
        long sinceNanos) {

    static Message copyOf(
            PublishView view,
            int qos,
            boolean retain,
            int @Nullable [] identifiers,
            long sinceNanos) {
        byte[] packet =
                Arrays.copyOfRange(view.buffer(), view.offset(), view.offset() + view.length());
        return new Message(packet, view.version(), qos, retain, identifiers, sinceNanos);
    }
}
