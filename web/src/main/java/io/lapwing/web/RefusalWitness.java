// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.Witness;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names those behind charts of refusals, from the journal. */
public final class RefusalWitness implements Witness {
    private static final String BY_CAUSE = "lapwing.refusals";

    /** Rules on these kinds of charts count refusals. */
    private static final Set<String> ABOUT_REFUSALS =
            Set.of(
                    BY_CAUSE,
                    "vernemq.mqtt_connack_sent_reason",
                    "vernemq.node_mqtt_connack_sent_by_reason_code",
                    "vernemq.node_mqtt_connack_sent_by_return_code");

    /** Rows looked at, the most frequent first. */
    private static final int ROWS_MAX = 1_000;

    private final BrokerView broker;

    public RefusalWitness(BrokerView broker) {
        this.broker = broker;
    }

    /** Whether the journal knows who is behind a chart of this kind. */
    static boolean knows(String context) {
        return ABOUT_REFUSALS.contains(context);
    }

    @Override
    public Culprits between(String context, Predicate<String> counted, long fromMs, long toMs) {
        if (!knows(context)) {
            return Culprits.NONE;
        }
        List<RefusalRow> rows = counted(broker, context, counted, fromMs, toMs, ROWS_MAX);
        return new Culprits(
                rows.stream().mapToLong(RefusalRow::count).sum(),
                shares(rows, row -> row.cause().word()),
                shares(rows, row -> row.attempt().clientId()),
                shares(rows, row -> row.attempt().address()));
    }

    /**
     * The journal's rows whose refusals a chart of this kind counts: by cause, or by the code of
     * the CONNACK, which who was closed without an answer did not get.
     */
    static List<RefusalRow> counted(
            BrokerView broker,
            String context,
            Predicate<String> counted,
            long fromMs,
            long toMs,
            int rowsMax) {
        boolean byCause = context.equals(BY_CAUSE);
        return broker
                .refusals(RefusalQuery.between(fromMs, toMs).withLimit(rowsMax))
                .rows()
                .stream()
                .filter(row -> {
                    String dimension = byCause ? row.cause().word() : row.newest().reason();
                    return dimension != null && counted.test(dimension);
                })
                .toList();
    }

    private static List<Culprits.Share> shares(
            List<RefusalRow> rows, Function<RefusalRow, @Nullable String> name) {
        Map<String, Long> counts = new HashMap<>();
        for (RefusalRow row : rows) {
            String named = name.apply(row);
            if (named != null && !named.isEmpty()) {
                counts.merge(named, row.count(), Long::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(Culprits.SHARES_MAX)
                .map(each -> new Culprits.Share(each.getKey(), each.getValue()))
                .toList();
    }
}
