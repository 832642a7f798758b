// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Series;
import io.lapwing.broker.refusals.SafeText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of drops: one row for each client and reason. Workers report once a second what they
 * dropped; a thread of its own folds the reports into rows and writes VerneMQ's warning line.
 */
public final class Drops implements AutoCloseable {
    /** Rows that are kept; the one that changed least recently makes room. */
    public static final int ROWS_MAX = 10_000;

    /** Lines for the clients of one report; the others are summed up in one more. */
    static final int LINES_MAX = 100;

    private static final int REPORTS_MAX = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger("io.lapwing.broker.drops");

    private record Key(String clientId, DropReason reason) {}

    private final Clock clock;
    private final Metrics metrics;
    private final Series lost;
    private final Owner owner = Owner.start("lapwing-drops", REPORTS_MAX);
    private final LinkedHashMap<Key, DropRow> rows = new LinkedHashMap<>(16, 0.75f, true);
    private long evicted;

    private Drops(Clock clock, Metrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
        this.lost = metrics.series(DropMetrics.REPORTS_LOST);
    }

    public static Drops start(Clock clock, Metrics metrics) {
        return new Drops(clock, metrics);
    }

    /** What one worker dropped in the last second. Never blocks. */
    public void report(List<DropRow> dropped) {
        if (!owner.tell(() -> take(dropped))) {
            metrics.shared().increment(lost);
        }
    }

    /** The rows that changed last; waits for the ledger's thread, so no worker calls it. */
    public DropAnswer query(int limit) {
        return owner.ask(() -> {
            List<DropRow> all = new ArrayList<>(rows.values()).reversed();
            List<DropRow> some = all.subList(0, Math.min(limit, all.size()));
            return new DropAnswer(clock.epochMillis(), all.size(), evicted, some);
        });
    }

    @Override
    public void close() {
        owner.close();
    }

    private void take(List<DropRow> dropped) {
        Map<String, Long> byClient = new LinkedHashMap<>();
        for (DropRow row : dropped) {
            rows.merge(new Key(row.clientId(), row.reason()), row, DropRow::and);
            if (row.reason() != DropReason.EXPIRED) {
                byClient.merge(row.clientId(), row.count(), Long::sum);
            }
        }
        Iterator<DropRow> oldest = rows.values().iterator();
        for (int more = rows.size() - ROWS_MAX; more > 0; more--) {
            oldest.next();
            oldest.remove();
            evicted++;
        }
        warn(byClient);
    }

    private static void warn(Map<String, Long> byClient) {
        int lines = 0;
        long others = 0;
        for (Map.Entry<String, Long> each : byClient.entrySet()) {
            if (lines++ < LINES_MAX) {
                String client = "{[]," + SafeText.binary(each.getKey()) + "}";
                LOG.warn("subscriber {} dropped {} messages", client, each.getValue());
            } else {
                others += each.getValue();
            }
        }
        if (lines > LINES_MAX) {
            LOG.warn("{} more subscribers dropped {} messages", lines - LINES_MAX, others);
        }
    }
}
