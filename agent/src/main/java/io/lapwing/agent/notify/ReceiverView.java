// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import org.jspecify.annotations.Nullable;

/**
 * A receiver as the API shows it; it holds no secret.
 *
 * @param state idle, sending, or waiting for the next try
 * @param failed tries that failed
 * @param dropped notices given up
 * @param nextTryMs when it is tried again; null when nothing has to be
 */
public record ReceiverView(
        String name,
        String kind,
        String alerts,
        String roles,
        String severity,
        String state,
        long sent,
        long failed,
        long dropped,
        int queued,
        @Nullable Long lastSentMs,
        @Nullable String lastError,
        @Nullable Long lastErrorMs,
        @Nullable Long nextTryMs) {}
