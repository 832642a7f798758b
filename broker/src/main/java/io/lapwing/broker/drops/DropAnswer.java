// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import java.util.List;

/**
 * What the ledger answers: the rows that changed last, the newest first.
 *
 * @param rowsTotal how many rows there are beside those given
 * @param evicted rows that made room for others since the start
 */
public record DropAnswer(long nowMillis, int rowsTotal, long evicted, List<DropRow> rows) {
    public DropAnswer {
        rows = List.copyOf(rows);
    }
}
