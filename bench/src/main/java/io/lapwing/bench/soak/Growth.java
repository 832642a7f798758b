// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.bench.soak.Vitals.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Whether something grows: the lowest reading of the last third against the lowest of the second,
 * since queues fill and empty all the time, and what leaks is never let go. The first third is
 * warming up: caches fill, the compiler works.
 */
final class Growth {
    private static final int READINGS_MIN = 24;
    private static final long MIB = 1_024;

    /**
     * One quantity and how much more of it is no growth yet.
     *
     * @param share of what was there before
     * @param atLeast whatever the share is
     */
    private record Limit(
            String name, ToLongFunction<Reading> of, double share, long atLeast, long unit) {
        long allowed(long before) {
            return Math.max(atLeast, (long) (before * share));
        }
    }

    private static final List<Limit> LIMITS =
            List.of(
                    new Limit("heap, MiB", Reading::heapKib, 0.10, 8 * MIB, MIB),
                    new Limit("direct, MiB", Reading::directKib, 0.10, 4 * MIB, MIB),
                    new Limit("resident, MiB", Reading::residentKib, 0.15, 24 * MIB, MIB),
                    new Limit("threads", Reading::threads, 0, 4, 1),
                    new Limit("open files", Reading::files, 0, 20, 1));

    private Growth() {}

    /** A line for each quantity; those that grew begin with GROWS. */
    static List<String> judge(List<Reading> readings) {
        if (readings.size() < READINGS_MIN) {
            return List.of("too short to judge growth: " + readings.size() + " readings");
        }
        int third = readings.size() / 3;
        List<Reading> before = readings.subList(third, 2 * third);
        List<Reading> after = readings.subList(readings.size() - third, readings.size());
        List<String> lines = new ArrayList<>();
        for (Limit limit : LIMITS) {
            long then = lowest(before, limit.of);
            long now = lowest(after, limit.of);
            boolean grows = now - then > limit.allowed(then);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s %s: %.1f, then %.1f",
                            grows ? "GROWS" : "steady",
                            limit.name,
                            (double) then / limit.unit,
                            (double) now / limit.unit));
        }
        return lines;
    }

    static boolean grows(List<String> lines) {
        return lines.stream().anyMatch(line -> line.startsWith("GROWS"));
    }

    private static long lowest(List<Reading> readings, ToLongFunction<Reading> of) {
        return readings.stream().mapToLong(of).min().orElse(0);
    }
}
