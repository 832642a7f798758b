// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.protocol.MqttVersion;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The refusal counters of one listener, found without a search when a connection is refused. */
public final class RefusalSeries {
    /** The version's label where no version was read. */
    static final String NO_VERSION = "none";

    private final Map<Cause, Series> withoutVersion = new EnumMap<>(Cause.class);
    private final Map<MqttVersion, Map<Cause, Series>> byVersion = new EnumMap<>(MqttVersion.class);

    private RefusalSeries() {}

    /** Registers the counters of a listener; they begin at 0 and are all there from the start. */
    public static RefusalSeries of(Metrics metrics, String listener) {
        RefusalSeries series = new RefusalSeries();
        for (MqttVersion version : MqttVersion.values()) {
            series.byVersion.put(version, new EnumMap<>(Cause.class));
        }
        for (Cause cause : Cause.values()) {
            series.withoutVersion.put(cause, register(metrics, cause, listener, NO_VERSION));
            series.byVersion.forEach((version, causes) ->
                    causes.put(cause, register(metrics, cause, listener, label(version))));
        }
        return series;
    }

    public Series of(Cause cause, @Nullable MqttVersion version) {
        Map<Cause, Series> causes = version == null ? withoutVersion : byVersion.get(version);
        Series series = causes == null ? null : causes.get(cause);
        if (series == null) {
            throw new IllegalStateException("no counter for " + cause);
        }
        return series;
    }

    private static Series register(Metrics metrics, Cause cause, String listener, String version) {
        return metrics.series(RefusalMetrics.REFUSALS, cause.word(), listener, version);
    }

    /** As VerneMQ writes it where it can, finer where it cannot. */
    private static String label(MqttVersion version) {
        return version.isV5() ? "5" : version.text();
    }
}
