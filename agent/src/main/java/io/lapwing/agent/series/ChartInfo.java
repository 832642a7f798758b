// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;

/**
 * A chart and how far back it is remembered, in epoch seconds; both 0 before the first sample.
 *
 * @param updateEveryS seconds from one sample to the next
 */
public record ChartInfo(Chart chart, long firstEntryS, long lastEntryS, int updateEveryS) {}
