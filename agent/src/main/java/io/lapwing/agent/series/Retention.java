// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.base.Config;
import java.util.Map;

/** For how long, and in how many bytes, each tier is kept. */
record Retention(Map<Tier, Limit> limits) {
    private static final long DAY_S = 86_400;

    record Limit(long seconds, long bytes) {}

    static Retention of(Config config) {
        return new Retention(
                Map.of(
                        Tier.SECONDS,
                        limit(
                                config.get(SeriesOptions.SECONDS_DAYS),
                                config.get(SeriesOptions.SECONDS_MEBIBYTES)),
                        Tier.MINUTES,
                        limit(
                                config.get(SeriesOptions.MINUTES_DAYS),
                                config.get(SeriesOptions.MINUTES_MEBIBYTES)),
                        Tier.HOURS,
                        limit(
                                config.get(SeriesOptions.HOURS_DAYS),
                                config.get(SeriesOptions.HOURS_MEBIBYTES))));
    }

    private static Limit limit(int days, int mebibytes) {
        return new Limit(days * DAY_S, (long) mebibytes << 20);
    }

    Limit of(Tier tier) {
        return limits.getOrDefault(tier, new Limit(0, 0));
    }
}
