// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.refusals.Cause;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator's side of one exchange with one client, by an authentication method (5.0 §4.12).
 * It is asked again only after it has answered.
 */
public interface Conversation {
    /**
     * Answers once to what the client sent, at once or later, on any thread. The caller may be a
     * worker: whatever takes long happens elsewhere.
     *
     * @param data empty when the client sent none
     */
    void hear(byte[] data, Consumer<Reply> reply);

    /** Who the client says it is; null as long as it has not said it. */
    @Nullable String userName();

    /** What is to happen next. */
    sealed interface Reply {
        /** The client must say more. */
        @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
        record More(byte[] data) implements Reply {}

        /** This user. The data is the last word to the client; the detail says where it stands. */
        @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
        record Granted(String userName, byte[] data, @Nullable String detail) implements Reply {}

        /** No. */
        record Denied(Cause cause, String because, @Nullable String detail) implements Reply {}

        /** Cannot say: what I ask does not work. */
        record Unavailable(String because) implements Reply {}
    }
}
