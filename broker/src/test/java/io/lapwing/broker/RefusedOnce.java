// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.util.Set;

/** The one refusal of a test: counted once, journalled, and told in a line of the log. */
final class RefusedOnce {
    private RefusedOnce() {}

    static RefusalRow in(TestBroker broker, Cause cause, String listener, String because) {
        await().until(() -> broker.count("refusals", cause.word(), listener, "none") == 1);
        RefusalQuery all = RefusalQuery.between(0, Long.MAX_VALUE).withCauses(Set.of(cause));
        await().until(() -> broker.broker().refusals(all).rowsTotal() == 1);
        RefusalRow row = broker.broker().refusals(all).rows().getFirst();
        assertThat(row.newest().because()).contains(because);
        assertThat(row.logLine())
                .contains("cause=" + cause.word(), "listener=" + listener, "code=closed", because);
        await().until(() -> broker.count("listener_connections", listener) == 0);
        return row;
    }
}
