// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

/** What a metric's value means over time. */
public enum Kind {
    /** Only rises, from 0 at the start of the process. */
    COUNTER,
    /** A value of the moment. */
    GAUGE,
    /** Counts of observations by upper bound, with their sum. */
    HISTOGRAM
}
