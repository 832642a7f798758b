// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.Witness;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names those behind charts of refusals, from the journal. */
public final class RefusalWitness implements Witness {
    private static final String BY_CAUSE = "lapwing.refusals";
    private static final String BY_CODE_3 = "vernemq.node_mqtt_connack_sent_by_return_code";
    private static final String BY_CODE_5 = "vernemq.node_mqtt_connack_sent_by_reason_code";

    /** Rules on these kinds of charts count refusals. */
    private static final Set<String> ABOUT_REFUSALS =
            Set.of(BY_CAUSE, "vernemq.mqtt_connack_sent_reason", BY_CODE_3, BY_CODE_5);

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
    public Culprits between(
            String target, String context, Predicate<String> counted, long fromMs, long toMs) {
        if (!knows(context)) {
            return Culprits.NONE;
        }
        RefusalQuery query = query(target, context, fromMs, toMs).withLimit(ROWS_MAX);
        List<RefusalRow> rows = counted(broker, context, counted, query);
        return new Culprits(
                rows.stream().mapToLong(RefusalRow::count).sum(),
                shares(rows, row -> row.cause().word()),
                shares(rows, row -> row.attempt().clientId()),
                shares(rows, row -> row.attempt().address()));
    }

    /** The rows behind an alert, the most frequent first. */
    static List<RefusalRow> behind(
            BrokerView broker, Alert alert, long fromMs, long toMs, int rowsMax) {
        String context = alert.context();
        RefusalQuery query = query(alert.target(), context, fromMs, toMs).withLimit(rowsMax);
        return counted(broker, context, alert::counts, query);
    }

    /** The chart by cause counts what the logs of other brokers tell, too. */
    private static RefusalQuery query(String target, String context, long fromMs, long toMs) {
        RefusalQuery all = RefusalQuery.between(fromMs, toMs);
        return context.equals(BY_CAUSE) && target.isEmpty() ? all : all.withTarget(target);
    }

    /**
     * The journal's rows whose refusals a chart of this kind counts: by cause, or by the code of
     * the CONNACK, which who was closed without an answer did not get.
     */
    private static List<RefusalRow> counted(
            BrokerView broker, String context, Predicate<String> counted, RefusalQuery query) {
        return broker.refusals(query).rows().stream()
                .filter(row -> dimensions(row, context).anyMatch(counted))
                .toList();
    }

    /** Under which names a row's refusals may have been counted: logs do not tell the version. */
    private static Stream<String> dimensions(RefusalRow row, String context) {
        if (context.equals(BY_CAUSE)) {
            return Stream.of(row.cause().word());
        }
        Heard heard = row.newest().heard();
        if (heard == null) {
            return Stream.ofNullable(row.newest().reason());
        }
        return Stream.concat(
                context.equals(BY_CODE_5) ? Stream.empty() : Stream.ofNullable(heard.reason3()),
                context.equals(BY_CODE_3) ? Stream.empty() : Stream.ofNullable(heard.reason5()));
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
