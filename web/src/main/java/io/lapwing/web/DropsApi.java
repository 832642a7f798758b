// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.BrokerView;
import io.lapwing.broker.drops.DropAnswer;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Request;

/** Whose messages were dropped: the ledger, asked from outside. */
final class DropsApi {
    private static final int ROWS = 200;
    private static final int ROWS_MAX = 10_000;

    private final BrokerView broker;

    DropsApi(BrokerView broker) {
        this.broker = broker;
    }

    /** GET /api/drops. */
    Answer list(Request request) {
        request.knowsOnly("limit");
        DropAnswer answer = broker.drops((int) request.number("limit", ROWS, 1, ROWS_MAX));
        return Answer.json(
                new Api.Drops(
                        answer.nowMillis(),
                        answer.rowsTotal(),
                        answer.evicted(),
                        answer.rows().stream()
                                .map(row ->
                                        new Api.Dropped(
                                                row.clientId(),
                                                row.userName(),
                                                row.reason().word(),
                                                row.count(),
                                                row.firstMillis(),
                                                row.lastMillis()))
                                .toList()));
    }
}
