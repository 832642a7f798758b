// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.List;

/**
 * Rows that were refused again within the last second, as they are now; counts are of the last
 * minute.
 *
 * @param rows most frequent first, at most {@link #ROWS_MAX}
 * @param more changed rows beyond those
 */
public record RefusalChanges(List<RefusalRow> rows, int more) {
    public static final int ROWS_MAX = 50;
}
