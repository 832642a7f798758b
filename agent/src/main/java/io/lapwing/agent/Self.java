// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.ChartPacks;
import io.lapwing.agent.collect.Naming;

/**
 * This process among what is watched.
 *
 * @param node its name
 * @param withBroker whether there is a broker in it, which has charts
 */
public record Self(String node, boolean withBroker) {
    ChartBook charts() {
        Naming naming = Naming.own(node);
        return withBroker
                ? ChartBook.of(
                        naming,
                        ChartPacks.lapwing(),
                        ChartPacks.store(),
                        ChartPacks.process(),
                        ChartPacks.vernemq())
                : ChartBook.of(naming, ChartPacks.lapwing(), ChartPacks.process());
    }
}
