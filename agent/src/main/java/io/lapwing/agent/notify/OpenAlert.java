// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert that somebody was told of and that is not over.
 *
 * @param receivers who was told
 * @param acknowledgedBy who has taken it on; null when nobody has
 */
public record OpenAlert(
        String alert,
        String summary,
        String status,
        long sinceMs,
        long toldMs,
        int times,
        List<String> receivers,
        @Nullable String acknowledgedBy,
        @Nullable String note,
        @Nullable Long acknowledgedMs) {}
