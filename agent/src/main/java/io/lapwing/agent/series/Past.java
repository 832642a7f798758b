// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;

/** What is known of a chart, wherever it is kept. */
public interface Past {
    /** With the dimensions that have values, in the order of their columns in the rows. */
    Chart chart();

    /** The first second that rows of a tier may tell of; 0 when there are none. */
    long firstS(Tier tier);

    /** The last second with a sample; 0 when there is none. */
    long lastS();

    /** The newest value of a dimension; NaN when there is none. */
    double latest(int dimension);

    /** All rows of a tier from the one that holds a second to the one that holds another. */
    Rows rows(Tier tier, long fromS, long toS);
}
