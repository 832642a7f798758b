// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the Java machine under this process tells beside the usual: pauses, memory off the heap. */
final class JvmMetrics {
    static final Family HEAP_MAX =
            Family.gauge("process_heap_max_bytes", "Java heap that may be used at most.");
    static final Family DIRECT =
            Family.gauge("process_direct_bytes", "Direct buffers, outside the Java heap.");
    static final Family COLLECTIONS =
            Family.counter("process_gc_collections", "Garbage collections.");
    static final Family PAUSE =
            Family.gauge(
                    "process_gc_pause_milliseconds",
                    "Longest garbage collection that ended within the last second; of several of"
                            + " one kind the last.");

    private static final long RECENT_MS = 1_000;

    private JvmMetrics() {}

    static void register(Metrics metrics) {
        metrics.gauge(HEAP_MAX, () -> Runtime.getRuntime().maxMemory());
        List<BufferPoolMXBean> pools =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .toList();
        metrics.gauge(
                DIRECT, () -> pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum());
        List<GarbageCollectorMXBean> collectors =
                ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
        metrics.gauge(
                COLLECTIONS,
                () ->
                        collectors.stream()
                                .mapToLong(each -> Math.max(0, each.getCollectionCount()))
                                .sum());
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge(
                PAUSE,
                () ->
                        collectors.stream()
                                .mapToLong(each -> pause(each.getLastGcInfo(), runtime))
                                .max()
                                .orElse(0));
    }

    private static long pause(@Nullable GcInfo last, RuntimeMXBean now) {
        return last != null && now.getUptime() - last.getEndTime() <= RECENT_MS
                ? last.getDuration()
                : 0;
    }
}
