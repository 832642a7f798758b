// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.AgentView;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.DiskFault;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what is measured on to other systems. The agent's thread only says that a second is over;
 * one thread here takes numbers down and owns what waits, and each delivery has a virtual thread of
 * its own, so that a slow destination holds up neither the agent nor the others.
 */
public final class Exporter implements Exports, AutoCloseable {
    /** Destinations that may be configured. */
    public static final int DESTINATIONS_MAX = 50;

    private static final int MAILS_MAX = 200;
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);

    private final Owner owner = Owner.start("export", MAILS_MAX);
    private final List<Destination> destinations = new ArrayList<>();
    private final ExportMetrics counts;
    private final Source source;
    private final Clock clock;
    private final Subscription ticks;

    private Exporter(Config config, Clock clock, Metrics metrics, AgentView agent, Place place)
            throws IOException {
        this.clock = clock;
        this.counts = new ExportMetrics(metrics);
        this.source = new Source(metrics, agent);
        for (Plan plan : Plan.all(config)) {
            destinations.add(
                    new Destination(plan, encoder(plan, place), outlet(plan), clock, counts));
        }
        ticks = agent.onTick(tick -> onTick(tick.timeS()));
    }

    /**
     * Starts listening to an agent.
     *
     * @throws IOException when a file that the configuration names cannot be used
     */
    public static Exporter start(
            Config config, Clock clock, Metrics metrics, AgentView agent, Place place)
            throws IOException {
        return new Exporter(config, clock, metrics, agent, place);
    }

    @Override
    public List<ExportView> destinations() {
        return owner.ask(() -> destinations.stream().map(Destination::view).toList());
    }

    /** Says goodbye to those that listen; waits 2 s at most. */
    @Override
    public void close() {
        ticks.close();
        long untilNanos = clock.nanoTime() + FAREWELL_MAX.toNanos();
        long second = clock.epochMillis() / 1_000;
        List<Thread> last =
                owner.ask(() -> destinations.stream().map(each -> each.finish(second)).toList());
        owner.close();
        try {
            for (Thread each : last) {
                Duration left = Duration.ofNanos(Math.max(1, untilNanos - clock.nanoTime()));
                if (!each.join(left)) {
                    each.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called on the agent's thread, which must not wait. */
    private void onTick(long second) {
        if (!destinations.isEmpty() && !owner.tell(() -> onSecond(second))) {
            counts.missed();
        }
    }

    private void onSecond(long second) {
        for (Destination each : destinations) {
            if (each.isDue(second)) {
                each.take(source, second);
            }
            each.turn(owner);
        }
    }

    private static Encoder encoder(Plan plan, Place place) {
        return switch (plan.kind()) {
            case REMOTE_WRITE -> new RemoteWrite(plan, place);
            case OTLP -> new Otlp(plan, place);
            case GRAPHITE ->
                    plan.vernemqNames()
                            ? new VernemqGraphite(plan)
                            : new NetdataGraphite(plan, place);
            case JSON -> new JsonCharts(plan, place);
        };
    }

    private static Outlet outlet(Plan plan) throws IOException {
        try {
            return plan.isHttp() ? new HttpOutlet(plan) : new SocketOutlet(plan);
        } catch (IOException e) {
            throw new IOException(
                    "export." + plan.name() + ".ca_file " + plan.caFile() + ": " + DiskFault.why(e),
                    e);
        }
    }
}
