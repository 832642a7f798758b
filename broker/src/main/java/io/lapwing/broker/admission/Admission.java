// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides who is let in. One for all workers; nothing in it is held for long. */
public final class Admission implements AutoCloseable {
    private Admission() {}

    /**
     * Reads the files of users and rules.
     *
     * @throws IllegalArgumentException naming option and file when one cannot be read
     */
    public static Admission start(Config config, Clock clock, Metrics metrics, Events events) {
        return new Admission();
    }

    /**
     * Judges a CONNECT at once, or answers Pending and hands the verdict to {@code later} exactly
     * once, from another thread.
     */
    public Verdict judge(ConnectAttempt attempt, Consumer<Verdict> later) {
        throw new UnsupportedOperationException();
    }

    /** A connection from this address was accepted; tell {@link #closed} when it ends. */
    public void opened(String address) {}

    public void closed(String address) {}

    public Authorizer authorizer() {
        return Authorizer.UNRULED;
    }

    public Bans bans() {
        throw new UnsupportedOperationException();
    }

    /** The newest change of a user in the password file, as far as it is remembered. */
    public @Nullable FileChange lastUserChange(String userName) {
        return null;
    }

    public @Nullable FileChange lastPasswordReload() {
        return null;
    }

    public @Nullable FileChange lastAclReload() {
        return null;
    }

    /** The newest time this client was let in, as far as it is remembered. */
    public @Nullable Login lastLogin(String clientId) {
        return null;
    }

    @Override
    public void close() {}
}
