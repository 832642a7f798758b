// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.base.Ticker;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes every metric below {@code $SYS} from time to time, as VerneMQ does, and the few names
 * of Mosquitto that watching tools read. The thread of its ticker owns it. Messages are made only
 * when somebody wants them; a worker then takes them to the clients.
 */
public final class SysTree implements AutoCloseable {
    /** The first level of every topic that the server itself publishes to. */
    public static final String TOP = "$SYS";

    private static final Duration TICK = Duration.ofSeconds(1);

    /**
     * The way to the clients.
     *
     * @param wanted whether somebody subscribes below {@link #TOP}
     * @param publish takes a round of messages, and does not block
     */
    public record Outlet(BooleanSupplier wanted, Consumer<List<Publish>> publish) {}

    private final Clock clock;
    private final Metrics metrics;
    private final ServerName server;
    private final Outlet outlet;
    private final int qos;
    private final boolean retain;
    private final long intervalNanos;
    private final long startNanos;
    private long dueNanos;
    private @Nullable Ticker ticker;

    SysTree(Config config, Clock clock, Metrics metrics, ServerName server, Outlet outlet) {
        this.clock = clock;
        this.metrics = metrics;
        this.server = server;
        this.outlet = outlet;
        this.qos = config.get(SysTreeOptions.QOS);
        this.retain = config.get(SysTreeOptions.RETAIN);
        long millis = config.get(SysTreeOptions.INTERVAL).toMillis();
        this.intervalNanos = Duration.ofSeconds(Math.ceilDiv(millis, 1_000L)).toNanos();
        this.startNanos = clock.nanoTime();
        this.dueNanos = startNanos;
    }

    /** Starts the ticker, unless the configuration wants no messages. */
    public static SysTree start(
            Config config, Clock clock, Metrics metrics, ServerName server, Outlet outlet) {
        SysTree tree = new SysTree(config, clock, metrics, server, outlet);
        if (config.get(SysTreeOptions.ENABLED) && tree.intervalNanos > 0) {
            tree.ticker = Ticker.start("sys-tree", TICK, tree::tick);
        }
        return tree;
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
    }

    /** A round that is due waits until somebody wants it: the first subscriber has it at once. */
    void tick() {
        long now = clock.nanoTime();
        if (now - dueNanos >= 0 && (retain || outlet.wanted().getAsBoolean())) {
            dueNanos = now + intervalNanos;
            outlet.publish().accept(round(now));
        }
    }

    private List<Publish> round(long now) {
        Map<String, Long> totals = Totals.of(metrics);
        List<Publish> messages = new ArrayList<>(totals.size() + MosquittoNames.SIZE);
        String prefix = TOP + "/" + server.level() + "/";
        totals.forEach((name, total) ->
                messages.add(message(prefix + name.replace('_', '/'), total.toString())));
        long upSeconds = Duration.ofNanos(now - startNanos).toSeconds();
        MosquittoNames.of(totals, server.version(), upSeconds)
                .forEach((topic, value) -> messages.add(message(topic, value)));
        return messages;
    }

    private Publish message(String topic, String value) {
        byte[] payload = value.getBytes(StandardCharsets.UTF_8);
        return new Publish(false, qos, retain, topic, qos > 0 ? 1 : 0, Properties.EMPTY, payload);
    }
}
