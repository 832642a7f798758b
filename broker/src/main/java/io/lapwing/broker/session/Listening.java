// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.refusals.RefusalSeries;

/**
 * What a connection knows of the listener it came in by.
 *
 * @param connections counts the connections that take up room
 * @param connectionsMax more are refused
 */
public record Listening(
        ListenerSettings settings, RefusalSeries refusals, Series connections, int connectionsMax) {

    String name() {
        return settings.name();
    }

    boolean isFull(Metrics metrics) {
        return metrics.value(connections) > connectionsMax;
    }
}
