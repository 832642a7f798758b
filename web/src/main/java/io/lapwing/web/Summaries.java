// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Clock;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many were refused lately, by cause, each with the client that stands out. */
final class Summaries {
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration WINDOW = Duration.ofMinutes(15);

    /** Rows searched for the main client of a cause; the counts need none of them. */
    private static final int ROWS_MAX = 1_000;

    private final BrokerView broker;
    private final Clock clock;

    Summaries(BrokerView broker, Clock clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** Of so many whole seconds that end with the present one. */
    Api.Summary last(Duration time) {
        long end = (clock.epochMillis() / 1_000 + 1) * 1_000;
        RefusalQuery query = RefusalQuery.between(end - time.toMillis(), end);
        return of(broker.refusals(query.withLimit(ROWS_MAX)));
    }

    static Api.Summary of(RefusalAnswer answer) {
        Map<Cause, RefusalRow> main = new EnumMap<>(Cause.class);
        for (RefusalRow row : answer.rows()) {
            main.merge(row.cause(), row, (one, other) -> other.count() > one.count() ? other : one);
        }
        List<Api.Part> parts =
                answer.causes().stream()
                        .sorted(
                                Comparator.comparingLong(RefusalAnswer.CauseCount::count)
                                        .reversed())
                        .map(each -> part(each, main.get(each.cause())))
                        .toList();
        return new Api.Summary(answer.total(), parts);
    }

    private static Api.Part part(RefusalAnswer.CauseCount count, @Nullable RefusalRow main) {
        return new Api.Part(
                count.cause().word(),
                count.count(),
                main == null ? null : main.attempt().clientId(),
                main == null ? null : main.attempt().address(),
                main == null ? null : main.attempt().userName());
    }
}
