// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.List;

/** What became of each subscription of a SUBSCRIBE, in its order. */
public record SubAck(int packetId, List<ReasonCode> reasons, Properties properties)
        implements Packet {

    public SubAck {
        reasons = List.copyOf(reasons);
    }
}
