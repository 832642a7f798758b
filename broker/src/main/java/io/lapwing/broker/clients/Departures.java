// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Series;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledger of how clients left: one row for each client and reason. Workers report once a second;
 * a thread of its own folds the reports into rows.
 */
public final class Departures implements AutoCloseable {
    /** Rows that are kept; the one that changed least recently makes room. */
    public static final int ROWS_MAX = 20_000;

    /** Departures of one worker and second that are told one by one; the rest is only counted. */
    public static final int REPORTED_MAX = 1_000;

    public static final Family UNREPORTED =
            Family.counter(
                    "departures_unreported",
                    "Clients that left too many at a time for the ledger of departures.");

    private static final int REPORTS_MAX = 1_000;

    private record Key(String clientId, String reason) {}

    private final Metrics metrics;
    private final Series unreported;
    private final Owner owner = Owner.start("lapwing-departures", REPORTS_MAX);
    private final LinkedHashMap<Key, Departure> rows = new LinkedHashMap<>(16, 0.75f, true);

    private Departures(Metrics metrics) {
        this.metrics = metrics;
        this.unreported = metrics.series(UNREPORTED);
    }

    public static Departures start(Metrics metrics) {
        return new Departures(metrics);
    }

    /**
     * Those who left one worker in the last second. Never blocks.
     *
     * @param more how many left beside them
     */
    public void report(List<Departure> left, int more) {
        boolean read = owner.tell(() -> take(left));
        int lost = more + (read ? 0 : left.size());
        if (lost > 0) {
            metrics.shared().add(unreported, lost);
        }
    }

    /** Waits for the ledger's thread, so no worker calls it. */
    public List<Departure> latest(int limit) {
        return owner.ask(() -> latestFirst().limit(limit).toList());
    }

    /** Waits for the ledger's thread, so no worker calls it. */
    public List<Departure> of(String clientId) {
        return owner.ask(
                () -> latestFirst().filter(row -> row.clientId().equals(clientId)).toList());
    }

    private Stream<Departure> latestFirst() {
        return rows.sequencedValues().reversed().stream();
    }

    @Override
    public void close() {
        owner.close();
    }

    private void take(List<Departure> left) {
        for (Departure row : left) {
            rows.merge(new Key(row.clientId(), row.reason()), row, Departure::and);
        }
        Iterator<Departure> oldest = rows.values().iterator();
        for (int more = rows.size() - ROWS_MAX; more > 0; more--) {
            oldest.next();
            oldest.remove();
        }
    }
}
