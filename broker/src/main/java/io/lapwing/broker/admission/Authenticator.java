// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.refusals.Cause;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows some users. Authenticators are asked one after the other until one gives an answer other
 * than unknown. Plug-ins are found by ServiceLoader.
 */
public interface Authenticator {
    /** A short name for sentences, such as "password file". */
    String name();

    /**
     * Answers once, at once or later, on any thread. The caller may be a worker: whatever takes
     * long happens elsewhere.
     */
    void check(Credentials who, Consumer<Answer> answer);

    /**
     * Begins an exchange by an authentication method (5.0 §4.12); null when this one does not offer
     * it. What an exchange ends with counts; {@link #check} is not asked then.
     */
    default @Nullable Conversation converse(String method, Credentials who) {
        return null;
    }

    /** What an authenticator says. The detail says where, such as file and line. */
    sealed interface Answer {
        /** This user, with the right password. */
        record Granted(@Nullable String detail, Privileges privileges) implements Answer {
            public Granted(@Nullable String detail) {
                this(detail, Privileges.USUAL);
            }
        }

        /** Not one of mine: ask the next. Because: null where the user's name is simply unknown. */
        record Unknown(@Nullable String because, @Nullable String detail) implements Answer {
            public Unknown(@Nullable String detail) {
                this(null, detail);
            }
        }

        /** No, and nobody else is asked. */
        record Denied(Cause cause, String because, @Nullable String detail) implements Answer {}

        /** Cannot say: what I ask does not work. */
        record Unavailable(String because) implements Answer {}
    }
}
