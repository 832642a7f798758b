// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** A quantile of what a histogram observed in one second; no value when it observed nothing. */
record Quantile(Buckets buckets, double share, double factor) implements LiveDimension {
    @Override
    public double value(Samples samples) {
        return buckets.quantile(share, samples) * factor;
    }

    @Override
    public boolean reset(Samples samples) {
        return false;
    }

    @Override
    public boolean present(Samples samples) {
        return buckets.present(samples);
    }
}
