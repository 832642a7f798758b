// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import org.jspecify.annotations.Nullable;

/**
 * A destination as the API shows it; it holds no secret.
 *
 * @param to scheme, host and port
 * @param state idle, sending, or waiting for the next try
 * @param sent numbers that arrived
 * @param failed tries that failed
 * @param dropped numbers given up
 * @param queued batches that wait
 * @param nextTryMs when it is tried again; null when nothing has to be
 */
public record ExportView(
        String name,
        String kind,
        String to,
        long everyS,
        String state,
        boolean failing,
        long sent,
        long failed,
        long dropped,
        int queued,
        long queuedBytes,
        @Nullable Long lastSentMs,
        @Nullable String lastError,
        @Nullable Long lastErrorMs,
        @Nullable Long nextTryMs) {}
