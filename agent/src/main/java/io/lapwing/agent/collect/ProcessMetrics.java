// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process takes from its machine, asked for whenever it is read. */
public final class ProcessMetrics {
    static final Family CPU =
            Family.counter("process_cpu_nanoseconds", "Processor time of this process.");
    static final Family RESIDENT =
            Family.gauge("process_resident_bytes", "Memory of this process, all kinds together.");
    static final Family HEAP_USED = Family.gauge("process_heap_used_bytes", "Java heap in use.");
    static final Family HEAP_COMMITTED =
            Family.gauge("process_heap_committed_bytes", "Java heap taken from the system.");
    static final Family GC =
            Family.counter("process_gc_milliseconds", "Time spent in garbage collection.");
    static final Family THREADS = Family.gauge("process_threads", "Platform threads.");

    static final Family FILES_OPEN =
            Family.gauge("process_open_files", "Files and sockets that are open.");
    static final Family FILES_MAX =
            Family.gauge("process_open_files_max", "Files and sockets that may be open at once.");

    /** Every family of the process, for the manual. */
    public static final List<Family> ALL =
            List.of(CPU, RESIDENT, HEAP_USED, HEAP_COMMITTED, GC, THREADS, FILES_OPEN, FILES_MAX);

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4_096;

    private ProcessMetrics() {}

    public static void register(Metrics metrics) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            metrics.gauge(CPU, system::getProcessCpuTime);
        }
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            metrics.gauge(FILES_OPEN, () -> openFiles(system));
            metrics.gauge(FILES_MAX, system::getMaxFileDescriptorCount);
        }
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge(HEAP_USED, () -> memory.getHeapMemoryUsage().getUsed());
        metrics.gauge(HEAP_COMMITTED, () -> memory.getHeapMemoryUsage().getCommitted());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        metrics.gauge(
                GC,
                () ->
                        collectors.stream()
                                .mapToLong(each -> Math.max(0, each.getCollectionTime()))
                                .sum());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        metrics.gauge(THREADS, threads::getThreadCount);
        if (Files.isReadable(STATM)) {
            metrics.gauge(RESIDENT, ProcessMetrics::residentBytes);
        }
        JvmMetrics.register(metrics);
        VernemqProcessMetrics.register(metrics);
        HostMetrics.register(metrics);
    }

    /** Linux tells it as a size since 6.2; to count ten thousand of them takes milliseconds. */
    private static long openFiles(UnixOperatingSystemMXBean system) {
        try {
            long told = Files.size(OPEN_FILES);
            return told > 0 ? told : system.getOpenFileDescriptorCount();
        } catch (IOException e) {
            return system.getOpenFileDescriptorCount();
        }
    }

    private static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
