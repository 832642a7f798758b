// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.collect.Chart;

/**
 * A dimension's average over some seconds.
 *
 * @param id of the dimension
 * @param name of the dimension
 * @param atS the last of the seconds
 */
record ChartValue(Chart chart, String id, String name, double value, long atS) {}
