// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import java.util.List;

/**
 * The clients that match a question, those that came or went last first.
 *
 * @param connected how many are connected and match, whatever state was asked for
 * @param offline how many are offline and match, whatever state was asked for
 */
public record ClientAnswer(long nowMillis, int connected, int offline, List<ClientRow> rows) {
    public ClientAnswer {
        rows = List.copyOf(rows);
    }
}
