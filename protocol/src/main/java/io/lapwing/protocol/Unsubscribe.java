// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.List;

/** Topic filters that a client no longer wants; at least one. */
public record Unsubscribe(int packetId, List<String> filters, Properties properties)
        implements Packet {

    public Unsubscribe {
        filters = List.copyOf(filters);
    }
}
