// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** How a dimension's value of a second comes about from a target's newest numbers. */
sealed interface LiveDimension permits TermSum, Quantile {
    /** NaN when the numbers do not tell. */
    double value(Samples samples);

    /** Whether a counter behind it began again. */
    boolean reset(Samples samples);

    /** Whether the last reading held any number of it. */
    boolean present(Samples samples);
}
