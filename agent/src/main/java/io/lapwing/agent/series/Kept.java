// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;

/** A chart's block of seconds, on its way to the disk or back from it. */
record Kept(Chart chart, Block block) {}
