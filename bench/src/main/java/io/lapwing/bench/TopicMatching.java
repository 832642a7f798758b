// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.broker.topics.Route;
import io.lapwing.broker.topics.RouteCache;
import io.lapwing.broker.topics.Subscriber;
import io.lapwing.broker.topics.SubscriptionSet;
import io.lapwing.broker.topics.TopicTree;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A topic name against 100,000 subscriptions, every tenth with a wildcard. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicMatching {
    private static final int SUBSCRIPTIONS = 100_000;

    private static final class Client extends Subscriber {
        @Override
        public int worker() {
            return 0;
        }
    }

    private final TopicTree tree = new TopicTree();
    private final RouteCache routes = new RouteCache(tree, 1);
    private final byte[][] names = new byte[SUBSCRIPTIONS][];
    private int next;

    @Setup
    public void subscribe() {
        Client client = new Client();
        SubscriptionSet set = new SubscriptionSet();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            String name = "site" + i % 100 + "/hall" + i / 100 % 100 + "/pump" + i / 10_000;
            names[i] = name.getBytes(StandardCharsets.UTF_8);
            String filter = i % 10 == 0 ? name.replaceFirst("/hall\\d+", "/+") : name;
            tree.subscribe(client, set, filter.getBytes(StandardCharsets.UTF_8), 0, 0);
        }
    }

    /** The topics come in a stride, so that most are not in the worker's cache. */
    @Benchmark
    public Route match() {
        next = (next + 7_919) % SUBSCRIPTIONS;
        return routes.route(names[next], 0, names[next].length);
    }

    @Benchmark
    public Route matchTheSameAgain() {
        return routes.route(names[0], 0, names[0].length);
    }
}
