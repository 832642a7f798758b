// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.store.Lane;
import io.lapwing.store.Layout;
import io.lapwing.store.Query;
import io.lapwing.store.Space;
import io.lapwing.store.Space.References;
import io.lapwing.store.Store;
import io.lapwing.store.StoreException;
import io.lapwing.store.View;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the store costs by itself: one worker appends messages to the queues of 1,000 sessions, and
 * drains one. Arguments: a new folder, process or power, in flight, messages, bytes of one.
 */
public final class StoreLoad {
    private static final int SESSIONS = 1_000;
    private static final int PAGE = 1_000;
    private static final int DRAINED = 100_000;
    private static final long DRAINED_QUEUE = 1_000_000;

    private static final Space PAYLOADS = Space.shared(1, "payloads");
    private static final Space QUEUES =
            Space.queues(2, "queues", PAYLOADS, entry -> References.NONE);
    private static final Layout LAYOUT = new Layout(1, List.of(PAYLOADS, QUEUES), List.of());

    private final PrintStream out = System.out;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final BlockingQueue<Long> decided = new LinkedBlockingQueue<>();
    private final Store store;
    private final Lane lane;
    private final byte[] payload;

    private StoreLoad(Path folder, String durability, int payloadBytes) throws StoreException {
        Clock clock = Clock.system();
        Config config = Config.of(Map.of("store.durability", durability));
        store = Store.open(folder, LAYOUT, config, clock, new Metrics(), new Events(clock));
        lane =
                store.lane((upTo, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException(failure);
                    }
                    decided.add(upTo);
                });
        payload = new byte[payloadBytes];
        for (int i = 0; i < payloadBytes; i++) {
            payload[i] = (byte) (i * 31 % 251);
        }
    }

    public static void main(String[] args)
            throws StoreException, IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        int window = Integer.parseInt(args[2]);
        int messages = Integer.parseInt(args[3]);
        StoreLoad load = new StoreLoad(folder, args[1], Integer.parseInt(args[4]));
        load.append(window, messages);
        load.memory();
        load.drain();
        long start = System.nanoTime();
        load.store.close();
        load.out.printf(Locale.ROOT, "closed in %d ms%n", millis(start));
        start = System.nanoTime();
        StoreLoad again = new StoreLoad(folder, args[1], 1);
        again.out.printf(Locale.ROOT, "opened in %d ms%n", millis(start));
        again.firstPage("after a restart");
        again.memory();
        again.store.close();
    }

    /** So many in flight: as many more are appended as were decided. */
    private void append(int window, int messages) throws InterruptedException {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        int sent = 0;
        int done = 0;
        int[] countOf = new int[1 << 16];
        while (done < messages) {
            int inWrite = 0;
            while (sent < messages && sent - done < window) {
                lane.write()
                        .append(QUEUES, sent % SESSIONS, store.nextNumber(), payload.length)
                        .bytes(payload, 0, payload.length);
                sent++;
                inWrite++;
            }
            countOf[(int) (lane.ticket() % countOf.length)] += inWrite;
            lane.hand();
            done += take(countOf);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%,d messages of %d bytes in %.1f s: %,.0f a second, storage thread %.2f us each%n",
                messages,
                payload.length,
                seconds,
                messages / seconds,
                (cpuNanos() - cpu) / 1e3 / messages);
    }

    /** Waits for news; returns how many messages are decided by it. */
    private int take(int[] countOf) throws InterruptedException {
        int count = 0;
        Long upTo = decided.take();
        while (upTo != null) {
            lane.settled(upTo);
            for (long ticket = upTo; countOf[(int) (ticket % countOf.length)] != 0; ticket--) {
                count += countOf[(int) (ticket % countOf.length)];
                countOf[(int) (ticket % countOf.length)] = 0;
            }
            upTo = decided.poll();
        }
        return count;
    }

    /** A queue of its own is filled, read page by page, and each entry removed. */
    private void drain() throws InterruptedException {
        for (int i = 0; i < DRAINED; i++) {
            lane.write()
                    .append(QUEUES, DRAINED_QUEUE, i + 1, payload.length)
                    .bytes(payload, 0, payload.length);
            if (i % PAGE == PAGE - 1) {
                handAndWait();
            }
        }
        long start = System.nanoTime();
        long cpu = cpuNanos();
        long last = 0;
        int read = 0;
        while (read < DRAINED) {
            long[] page = page(last + 1);
            for (long sequence : page) {
                lane.write().remove(QUEUES, DRAINED_QUEUE, sequence);
            }
            read += page.length;
            last = page[page.length - 1];
            handAndWait();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "drained %,d in %.2f s: %,.0f a second, storage thread %.2f us each%n",
                DRAINED,
                seconds,
                DRAINED / seconds,
                (cpuNanos() - cpu) / 1e3 / DRAINED);
        firstPage("after all were removed");
    }

    private void firstPage(String when) throws InterruptedException {
        long start = System.nanoTime();
        int found = page(0).length;
        out.printf(
                Locale.ROOT,
                "its beginning is read in %.2f ms %s (%d left)%n",
                (System.nanoTime() - start) / 1e6,
                when,
                found);
    }

    private void handAndWait() throws InterruptedException {
        long ticket = lane.ticket();
        lane.hand();
        Long upTo = 0L;
        while (upTo < ticket) {
            upTo = decided.take();
            lane.settled(upTo);
        }
    }

    private long[] page(long from) throws InterruptedException {
        BlockingQueue<long[]> answer = new LinkedBlockingQueue<>();
        boolean unused =
                store.read(
                        new Query() {
                            @Override
                            public void run(View view) throws StoreException {
                                long[] found = new long[PAGE];
                                int[] count = new int[1];
                                view.queue(
                                        QUEUES,
                                        DRAINED_QUEUE,
                                        from,
                                        (sequence, entry) -> {
                                            found[count[0]++] = sequence;
                                            return count[0] < PAGE;
                                        });
                                answer.add(Arrays.copyOf(found, count[0]));
                            }

                            @Override
                            public void failed(String why) {
                                throw new IllegalStateException(why);
                            }
                        });
        return answer.take();
    }

    private void memory() throws IOException {
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .forEach(out::println);
    }

    /** Of the storage thread. */
    private long cpuNanos() {
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("store")) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0;
    }

    private static long millis(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
