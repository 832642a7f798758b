// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

/** How the values of one dimension become one number. */
public enum Group {
    AVERAGE,
    SUM,
    MIN,
    MAX,
    MEDIAN,
    STDDEV,
    CV,
    INCREMENTAL_SUM,
    LATEST
}
