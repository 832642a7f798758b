// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.ChartPack;
import io.lapwing.agent.collect.ChartTemplate;
import io.lapwing.agent.collect.ChartType;
import io.lapwing.agent.collect.DimensionTemplate;
import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Naming;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Scope;
import io.lapwing.agent.query.Answering;
import io.lapwing.agent.query.DataFormat;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.Archive;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.MemoryPast;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.agent.series.WholePast;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the history costs: series like a broker's, a second after the other as fast as they are
 * taken. Arguments: a new folder, series, seconds.
 */
public final class SeriesLoad {
    private static final int DIMENSIONS = 10;
    private static final long FIRST_S = 1_795_305_600;
    private static final int QUERIES = 300;
    private static final int QUERY_S = 1_800;
    private static final double MEBI = 1 << 20;

    private final PrintStream out = System.out;
    private final Random random = new Random(7);
    private final Samples samples = new Samples(false);
    private final double[] walk;
    private final int seconds;
    private final Path folder;

    private SeriesLoad(Path folder, int series, int seconds) {
        this.folder = folder;
        this.seconds = seconds;
        this.walk = new double[series];
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        new SeriesLoad(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2])).run();
    }

    private void run() throws IOException {
        for (int i = 0; i < walk.length; i++) {
            walk[i] = random.nextInt(1_000);
            Map<String, String> labels = Map.of("node", "n" + i / DIMENSIONS);
            int index = samples.add(new Metric("m" + i % DIMENSIONS, labels, Kind.GAUGE));
            if (index != i) {
                throw new IllegalStateException("too many series");
            }
        }
        ChartBook charts = ChartBook.of(Naming.own("here"), pack());
        charts.bind(samples);
        long generating = cpuNanos();
        for (int i = 0; i < seconds / 10; i++) {
            next();
        }
        generating = (cpuNanos() - generating) * 10;
        System.gc();
        double idle = residentMebibytes();

        Events events = new Events(Clock.system());
        Archive archive = Archive.open(folder, Config.of(Map.of()), new Metrics(), events, FIRST_S);
        SeriesStore store = new SeriesStore(archive);
        long cpu = cpuNanos();
        double most = 0;
        for (int i = 1; i <= seconds; i++) {
            next();
            store.begin(FIRST_S + i);
            store.append(FIRST_S + i, charts.groups().getFirst(), samples);
            store.end(FIRST_S + i);
            if (i % 16 == 0) {
                boolean unused = archive.find("none").isPresent(); // waits for the disk
                most = Math.max(most, residentMebibytes());
            }
        }
        cpu = cpuNanos() - cpu - generating;
        double million = walk.length * (double) seconds / 1e6;
        out.printf("%d series, %d s: %.1f million samples%n", walk.length, seconds, million);
        out.printf("CPU s per million samples: %.3f%n", cpu / 1e9 / million);
        out.printf("generator, taken off: %.3f%n", generating / 1e9 / million);
        out.printf("resident MiB: idle %.0f, most %.0f%n", idle, most);
        query(store, archive, "memory", FIRST_S + seconds);
        query(store, archive, "disk", FIRST_S + Math.max(QUERY_S, seconds - 2 * 3_600));
        store.close();
        archive.close();
        for (String tier : List.of("seconds", "minutes", "hours")) {
            out.printf(
                    "%s: %.3f bytes a sample%n", tier, bytes(folder.resolve(tier)) / million / 1e6);
        }
    }

    /** A fifth never moves, half walks slowly, the rest is noise around a level. */
    private void next() {
        samples.begin();
        for (int i = 0; i < walk.length; i++) {
            int kind = i % 10;
            if (kind >= 2 && kind < 7) {
                walk[i] = Math.max(0, walk[i] + random.nextInt(5) - 2);
            }
            double noise = kind < 7 ? 0 : Math.rint(random.nextGaussian() * 10);
            samples.set(i, walk[i] + noise);
        }
        samples.end();
    }

    private void query(SeriesStore store, Archive archive, String from, long beforeS) {
        ChartSeries chart = store.charts().getFirst();
        MemoryPast memory = new MemoryPast(chart);
        WholePast past = WholePast.of(memory, archive, memory::rows);
        DataQuery query =
                new DataQuery(
                        chart.chart().id(),
                        "",
                        beforeS - QUERY_S + 1,
                        beforeS,
                        0,
                        Group.AVERAGE,
                        DataOption.all("unaligned"));
        double[] millis = new double[QUERIES];
        long length = 0;
        for (int i = 0; i < QUERIES; i++) {
            long start = System.nanoTime();
            length = Answering.answer(past, query).as(DataFormat.JSON).length();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] last = Arrays.copyOfRange(millis, QUERIES / 2, QUERIES);
        Arrays.sort(last);
        out.printf(
                "query 10 series x 30 min from %s: median %.2f ms, p95 %.2f ms, %d bytes%n",
                from, last[last.length / 2], last[last.length * 95 / 100], length);
    }

    private static ChartPack pack() {
        List<DimensionTemplate> dimensions = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            dimensions.add(DimensionTemplate.gauge("d" + i, "m" + i, 1));
        }
        return new ChartPack("load", 1, List.of(template(dimensions)), Set.of());
    }

    private static ChartTemplate template(List<DimensionTemplate> dimensions) {
        return new ChartTemplate(
                Scope.NODE,
                "chart",
                "Load",
                "things",
                "load",
                "chart",
                ChartType.LINE,
                dimensions,
                false);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path each : files.toList()) {
                bytes += Files.size(each);
            }
            return bytes;
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static double residentMebibytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1])
                    * 4_096
                    / MEBI;
        } catch (IOException e) {
            return 0;
        }
    }
}
