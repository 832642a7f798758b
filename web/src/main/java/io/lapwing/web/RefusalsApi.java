// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Clock;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who was refused: the journal, asked from outside. */
final class RefusalsApi {
    private static final int ROWS = 200;
    private static final long AFTER = -Summaries.WINDOW.toSeconds();

    /**
     * Smaller numbers are seconds before now, greater ones moments; a year of seconds is not near.
     */
    private static final long MOMENT_MIN = 100_000_000_000L;

    private static final long MOMENT_MAX = 100_000_000_000_000L;
    private static final long BACK_SECONDS_MAX = 366L * 86_400;

    private final BrokerView broker;
    private final Clock clock;
    private final Rows rows;

    RefusalsApi(BrokerView broker, Clock clock, Rows rows) {
        this.broker = broker;
        this.clock = clock;
        this.rows = rows;
    }

    /** GET /api/refusals. */
    Answer list(Request request) {
        RefusalQuery query = query(request);
        RefusalAnswer answer = broker.refusals(query);
        // the chips show what the other causes would bring, so their counts know no cause filter
        RefusalAnswer all =
                query.causes().isEmpty()
                        ? answer
                        : broker.refusals(query.withCauses(Set.of()).withLimit(0));
        return Answer.json(
                new Api.Refusals(
                        answer.nowMillis(),
                        answer.fromMillis(),
                        answer.toMillis(),
                        answer.reachesBackMillis(),
                        answer.total(),
                        answer.rowsTotal(),
                        answer.folded(),
                        answer.dropped(),
                        all.causes().stream()
                                .map(each -> new Api.CauseCount(each.cause().word(), each.count()))
                                .toList(),
                        Rows.of(answer.rows())));
    }

    /** GET /api/refusals/{id}: one row with its explanation. */
    Answer one(Request request) {
        request.knowsOnly();
        String id = request.variable("id");
        return broker.refusal(Rows.number(id))
                .map(row -> Answer.json(rows.explained(row, broker.evidence(row))))
                .orElseThrow(() ->
                        HttpError.notFound(
                                "there is no such refusal; it may have made room for newer"
                                        + " ones"));
    }

    private RefusalQuery query(Request request) {
        request.knowsOnly(
                "after",
                "before",
                "cause",
                "reason",
                "client",
                "user",
                "address",
                "listener",
                "target",
                "find",
                "limit");
        long now = clock.epochMillis();
        long to = request.has("before") ? moment(request, "before", now, now) : now + 1_000;
        long from = moment(request, "after", now, now + AFTER * 1_000);
        if (from >= to) {
            throw HttpError.wrong("after", "must be earlier than before");
        }
        return new RefusalQuery(
                from,
                to,
                causes(request),
                request.text("reason"),
                request.text("client"),
                request.text("user"),
                request.text("address"),
                request.text("listener"),
                request.text("target"),
                request.text("find"),
                (int) request.number("limit", ROWS, 1, RefusalQuery.LIMIT_MAX));
    }

    /** Epoch milliseconds, or seconds before now when it is negative. */
    private static long moment(Request request, String name, long now, long missing) {
        long value = request.number(name, missing, -BACK_SECONDS_MAX, MOMENT_MAX);
        if (value > 0 && value < MOMENT_MIN) {
            throw HttpError.wrong(
                    name, "must be a time in epoch milliseconds, or negative: seconds before now");
        }
        return value > 0 ? value : now + value * 1_000;
    }

    private static Set<Cause> causes(Request request) {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        for (String word : request.text("cause", "").split(",")) {
            Cause cause = Cause.of(word);
            if (cause != null) {
                causes.add(cause);
            } else if (!word.isEmpty()) {
                List<String> words = Arrays.stream(Cause.values()).map(Cause::word).toList();
                throw HttpError.wrong(
                        "cause", "must be a list of these: " + String.join(", ", words));
            }
        }
        return causes;
    }
}
