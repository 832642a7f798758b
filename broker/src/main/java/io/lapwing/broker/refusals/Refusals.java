// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import java.util.Optional;
import java.util.function.Consumer;

/** Every refusal comes here after it was answered and counted: the log line and the journal. */
public final class Refusals implements AutoCloseable {
    private Refusals() {}

    public static Refusals start(Clock clock, Metrics metrics) {
        return new Refusals();
    }

    /** Called by workers: never blocks. What comes too fast is dropped, and the loss counted. */
    public void refused(Refusal refusal) {}

    /** Answers from the journal. Waits for the journal's thread: not for workers. */
    public RefusalAnswer query(RefusalQuery query) {
        throw new UnsupportedOperationException();
    }

    /** The row with this id, if it is still kept; its count is of the last 15 minutes. */
    public Optional<RefusalRow> row(long id) {
        return Optional.empty();
    }

    /** Calls back at most once a second, when rows changed, on the journal's thread. */
    public Subscription onChanges(Consumer<RefusalChanges> listener) {
        return () -> {};
    }

    /** Writes what still waits. */
    @Override
    public void close() {}
}
