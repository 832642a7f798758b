// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Latest;
import io.lapwing.broker.admission.Conversation.Reply;
import io.lapwing.broker.refusals.Cause;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One enhanced authentication on its way between a client and an authenticator (5.0 §4.12), bounded
 * in rounds, bytes and the time of each answer. Whoever owns the connection hands on what the
 * client sends; each reply comes to it once, from any thread, and the client's turn is after that.
 */
public final class Exchange {
    static final int ROUNDS_MAX = 8;
    static final int BYTES_MAX = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** One question to the authenticator. Whoever comes first ends it: the answer or the time. */
    private final class Round implements Waiting {
        private final long deadlineNanos;
        private final Latest<Boolean> over = new Latest<>(false);

        Round(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public boolean expire(long nowNanos) {
            if (over.value()) {
                return true;
            }
            if (nowNanos - deadlineNanos < 0) {
                return false;
            }
            end(
                    new Reply.Denied(
                            Cause.AUTH_BACKEND_TIMEOUT,
                            "it did not answer in time (auth_timeout)",
                            null));
            return true;
        }

        void end(Reply reply) {
            if (over.replace(false, true)) {
                admission.decided(this);
                LOG.debug(
                        "{} with {}, round {}: {}",
                        method,
                        authenticator.name(),
                        rounds,
                        reply.getClass().getSimpleName());
                replies.accept(reply);
            }
        }
    }

    private final Admission admission;
    private final Authenticator authenticator;
    private final Conversation conversation;
    private final String method;
    private final Consumer<Reply> replies;
    private int rounds;
    private int bytes;

    Exchange(
            Admission admission,
            Authenticator authenticator,
            Conversation conversation,
            String method,
            Consumer<Reply> replies) {
        this.admission = admission;
        this.authenticator = authenticator;
        this.conversation = conversation;
        this.method = method;
        this.replies = replies;
    }

    /** The authentication method, as the client named it. */
    public String method() {
        return method;
    }

    /** Who the client says it is; null as long as it has not said it. */
    public @Nullable String userName() {
        return conversation.userName();
    }

    /** Who answers, for sentences. */
    public String authenticator() {
        return authenticator.name();
    }

    /** Hands on what the client sent; null for nothing. */
    public void hear(byte @Nullable [] data) {
        byte[] said = data == null ? new byte[0] : data;
        rounds++;
        bytes += said.length;
        Round round = new Round(admission.deadlineNanos());
        if (rounds > ROUNDS_MAX || bytes > BYTES_MAX) {
            String what = rounds > ROUNDS_MAX ? ROUNDS_MAX + " rounds" : BYTES_MAX + " bytes";
            round.end(
                    new Reply.Denied(
                            Cause.AUTHENTICATION_FAILED, "the exchange is over " + what, null));
        } else if (!admission.await(round)) {
            String because = "more than " + Admission.PENDING_MAX + " logins wait for an answer";
            round.end(new Reply.Denied(Cause.SERVER_BUSY, because, null));
        } else {
            ask(said, round);
        }
    }

    private void ask(byte[] said, Round round) {
        try {
            conversation.hear(said, round::end);
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("the authenticator {} failed", authenticator.name(), bug);
            round.end(new Reply.Unavailable("it failed; see the log"));
        }
    }
}
