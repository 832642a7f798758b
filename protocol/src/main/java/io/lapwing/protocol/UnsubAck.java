// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.List;

/** What became of each filter of an UNSUBSCRIBE, in its order; MQTT 3 does not say. */
public record UnsubAck(int packetId, List<ReasonCode> reasons, Properties properties)
        implements Packet {

    public UnsubAck {
        reasons = List.copyOf(reasons);
    }
}
