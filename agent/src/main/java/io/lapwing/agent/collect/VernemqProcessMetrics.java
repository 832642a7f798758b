// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import com.sun.management.OperatingSystemMXBean;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * This process under VerneMQ's names, as far as its figures of Erlang's machine have a match here.
 */
public final class VernemqProcessMetrics {
    static final Family WALLCLOCK =
            Family.counter("system_wallclock", "Time since the start, in milliseconds.");
    static final Family RUNTIME =
            Family.counter("system_runtime", "Processor time used, in milliseconds.");
    static final Family UTILIZATION =
            Family.gauge(
                    "system_utilization", "Processor time used, in percent of all processors.");
    static final Family GC_COUNT = Family.counter("system_gc_count", "Garbage collections.");
    static final Family PROCESS_COUNT = Family.gauge("system_process_count", "Threads.");
    static final Family MEMORY_TOTAL =
            Family.gauge("vm_memory_total", "Bytes of memory in use, heap and other.");
    static final Family MEMORY_PROCESSES =
            Family.gauge("vm_memory_processes", "Bytes of the heap taken from the system.");
    static final Family MEMORY_PROCESSES_USED =
            Family.gauge("vm_memory_processes_used", "Bytes of the heap in use.");
    static final Family MEMORY_SYSTEM =
            Family.gauge("vm_memory_system", "Bytes of memory in use outside the heap.");

    /** Every family, for the manual. */
    public static final List<Family> ALL =
            List.of(
                    WALLCLOCK,
                    RUNTIME,
                    UTILIZATION,
                    GC_COUNT,
                    PROCESS_COUNT,
                    MEMORY_TOTAL,
                    MEMORY_PROCESSES,
                    MEMORY_PROCESSES_USED,
                    MEMORY_SYSTEM);

    private static final long NANOS_A_MILLI = 1_000_000;

    private VernemqProcessMetrics() {}

    static void register(Metrics metrics) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge(WALLCLOCK, runtime::getUptime);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            metrics.gauge(RUNTIME, () -> system.getProcessCpuTime() / NANOS_A_MILLI);
            Utilization utilization =
                    new Utilization(
                            system::getProcessCpuTime,
                            System::nanoTime,
                            system.getAvailableProcessors());
            metrics.gauge(UTILIZATION, utilization::percent);
        }
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        metrics.gauge(
                GC_COUNT,
                () ->
                        collectors.stream()
                                .mapToLong(each -> Math.max(0, each.getCollectionCount()))
                                .sum());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        metrics.gauge(PROCESS_COUNT, threads::getThreadCount);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge(
                MEMORY_TOTAL,
                () ->
                        memory.getHeapMemoryUsage().getUsed()
                                + memory.getNonHeapMemoryUsage().getUsed());
        metrics.gauge(MEMORY_PROCESSES, () -> memory.getHeapMemoryUsage().getCommitted());
        metrics.gauge(MEMORY_PROCESSES_USED, () -> memory.getHeapMemoryUsage().getUsed());
        metrics.gauge(MEMORY_SYSTEM, () -> memory.getNonHeapMemoryUsage().getUsed());
    }
}
