// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.awaitility.Awaitility.await;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.broker.systree.ServerName;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.store.Layout;
import io.lapwing.store.Store;
import io.lapwing.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A whole broker on a free port, anonymous unless set otherwise, with its counters in reach. It has
 * everything in memory, unless it is started in a folder; with the property lapwing.test.store set
 * to true, every one has a store.
 */
public final class TestBroker implements AutoCloseable {
    private static final boolean ALWAYS_KEPT = Boolean.getBoolean("lapwing.test.store");
    private static final Layout LAYOUT = new Layout(1, KeptSpaces.ALL, List.of());

    private final Metrics metrics = new Metrics();
    private final @Nullable Store store;
    private final Broker broker;
    private final List<TestClient> clients = new ArrayList<>();

    private TestBroker(Clock clock, @Nullable Path folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("listener.tcp.default", "127.0.0.1:0");
        all.putIfAbsent("allow_anonymous", "on");
        ServerName server = new ServerName("here", "1");
        Config config = Config.of(all);
        Events events = new Events(clock);
        store = folder == null ? null : open(folder, config, clock, events);
        broker = Broker.start(config, clock, metrics, events, server, store);
    }

    private Store open(Path folder, Config config, Clock clock, Events events) {
        try {
            return Store.open(folder, LAYOUT, config, clock, metrics, events);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Path usualFolder() {
        return ALWAYS_KEPT ? Path.of("target", "stores", UUID.randomUUID().toString()) : null;
    }

    /** A broker that keeps what it must in this folder. */
    static TestBroker startIn(Path folder, Clock clock, String... keysAndValues) {
        return new TestBroker(clock, folder, settings(keysAndValues));
    }

    static TestBroker start() {
        return start(Clock.system());
    }

    public static TestBroker start(String... keysAndValues) {
        return start(Clock.system(), keysAndValues);
    }

    static TestBroker start(Clock clock, String... keysAndValues) {
        return new TestBroker(clock, usualFolder(), settings(keysAndValues));
    }

    private static Map<String, String> settings(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }

    Broker broker() {
        return broker;
    }

    public int port() {
        return port("tcp.default");
    }

    /** The port of the listener with this name. */
    int port(String listener) {
        String address =
                broker.listeners().stream()
                        .filter(each -> each.name().equals(listener))
                        .findFirst()
                        .orElseThrow()
                        .address();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** A socket that has said nothing yet. */
    TestClient open(MqttVersion version) {
        TestClient client = new TestClient(port(), version);
        clients.add(client);
        return client;
    }

    /** A client that is in, with a new session that ends with it. */
    TestClient client(String clientId, MqttVersion version) {
        TestClient client = open(version);
        client.connect(clientId, true);
        return client;
    }

    /** So many seconds go by, as the broker counts them: a session of that length ends. */
    public void secondsGoBy(int seconds, Runnable meanwhile) {
        long before = count("queue_teardown");
        TestClient clock = open(MqttVersion.V5);
        clock.connect(
                "clock",
                true,
                Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, seconds).build());
        clock.close();
        await().until(() -> {
            meanwhile.run();
            return count("queue_teardown") > before;
        });
    }

    /** The value of a counter or gauge with these label values. */
    public long count(String family, String... labelValues) {
        for (Series series : metrics.series()) {
            if (series.family().name().equals(family)
                    && series.labelValues().equals(List.of(labelValues))) {
                return metrics.value(series);
            }
        }
        throw new AssertionError("no series " + family + List.of(labelValues));
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        broker.close();
        if (store != null) {
            store.close();
        }
    }
}
