// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.base.Option;
import java.util.List;

/** What an operator may set about the history on disk. */
public final class SeriesOptions {
    public static final Option<Boolean> KEPT =
            Option.flag("series.kept", true, "Whether the history of all charts is kept on disk.");

    public static final Option<Integer> SECONDS_DAYS = days("seconds", 14, "each second");
    public static final Option<Integer> MINUTES_DAYS = days("minutes", 92, "each minute");
    public static final Option<Integer> HOURS_DAYS = days("hours", 731, "each hour");
    public static final Option<Integer> SECONDS_MEBIBYTES =
            mebibytes("seconds", 640, "each second");
    public static final Option<Integer> MINUTES_MEBIBYTES =
            mebibytes("minutes", 256, "each minute");
    public static final Option<Integer> HOURS_MEBIBYTES = mebibytes("hours", 128, "each hour");

    public static final List<Option<?>> ALL =
            List.of(
                    KEPT,
                    SECONDS_DAYS,
                    SECONDS_MEBIBYTES,
                    MINUTES_DAYS,
                    MINUTES_MEBIBYTES,
                    HOURS_DAYS,
                    HOURS_MEBIBYTES);

    private SeriesOptions() {}

    private static Option<Integer> days(String tier, int days, String what) {
        return Option.integer(
                "series." + tier + ".days",
                days,
                1,
                36_500,
                "Days for which the value of " + what + " is kept on disk.");
    }

    private static Option<Integer> mebibytes(String tier, int mebibytes, String what) {
        return Option.integer(
                "series." + tier + ".mebibytes",
                mebibytes,
                16,
                1 << 20,
                "Room on disk for the values of " + what + "; the oldest make way.");
    }
}
