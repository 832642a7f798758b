// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The trees against the naive matcher, over random histories of subscribing and leaving. */
class TopicTreeProperties {
    private static final int SUBSCRIBERS = 4;

    /** Equal to nobody but itself, as sessions are. */
    private static final class Client extends Subscriber {
        private final int worker;

        Client(int worker) {
            this.worker = worker;
        }

        @Override
        public int worker() {
            return worker;
        }
    }

    /** One step of a history: a subscriber takes a filter, or gives it up. */
    record Step(int who, String filter, int qos, boolean leave) {}

    @Property(tries = 400)
    void aRouteHoldsExactlyTheSubscribersWhoseFiltersMatch(
            @ForAll("histories") List<Step> history, @ForAll("names") String name) {
        TopicTree tree = new TopicTree();
        List<Client> clients = new ArrayList<>();
        List<SubscriptionSet> sets = new ArrayList<>();
        List<Map<String, Integer>> model = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            clients.add(new Client(i % 2));
            sets.add(new SubscriptionSet());
            model.add(new HashMap<>());
        }
        for (Step step : history) {
            byte[] filter = step.filter.getBytes(UTF_8);
            Map<String, Integer> mine = model.get(step.who);
            if (step.leave) {
                boolean had = tree.unsubscribe(sets.get(step.who), filter) != null;
                assertThat(had).isEqualTo(mine.remove(step.filter) != null);
            } else {
                Client client = clients.get(step.who);
                boolean isNew = tree.subscribe(client, sets.get(step.who), filter, step.qos, 0);
                assertThat(isNew).isEqualTo(mine.put(step.filter, step.qos) == null);
            }
            assertThat(sets.get(step.who).size()).isEqualTo(mine.size());
        }

        Map<Subscriber, Integer> wanted = new HashMap<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            for (Map.Entry<String, Integer> each : model.get(i).entrySet()) {
                if (Topics.matches(each.getKey(), name)) {
                    wanted.merge(clients.get(i), each.getValue(), Math::max);
                }
            }
        }
        assertThat(routed(tree, name)).isEqualTo(wanted);
        assertThat(tree.size()).isEqualTo(model.stream().mapToLong(Map::size).sum());
    }

    @Property(tries = 200)
    void aTreeThatEverybodyLeftHoldsNothing(@ForAll("histories") List<Step> history) {
        TopicTree tree = new TopicTree();
        SubscriptionSet mine = new SubscriptionSet();
        for (Step step : history) {
            tree.subscribe(new Client(0), mine, step.filter.getBytes(UTF_8), step.qos, 0);
        }
        tree.unsubscribeAll(mine);

        assertThat(tree.size()).isZero();
        assertThat(mine.size()).isZero();
        assertThat(tree.isEmpty()).isTrue();
    }

    @Property(tries = 300)
    void retainedMessagesAreFoundByExactlyTheFiltersThatMatch(
            @ForAll("manyNames") List<String> names,
            @ForAll("filters") String filter,
            @ForAll @IntRange(min = 1, max = 5) int stepsATime) {
        RetainedTree tree = new RetainedTree(0, 0);
        Set<String> model = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (i % 4 == 3) {
                tree.delete(names.get(i - 1).getBytes(UTF_8));
                model.remove(names.get(i - 1));
            }
            byte[] bytes = name.getBytes(UTF_8);
            tree.store(bytes, RetainedMessage.forGood(bytes, MqttVersion.V5, 0));
            model.add(name);
        }

        List<String> found = new ArrayList<>();
        RetainedWalk walk = tree.walk(filter.getBytes(UTF_8));
        while (!walk.isDone()) {
            walk.allow(stepsATime, 0);
            for (RetainedMessage met = walk.next(); met != null; met = walk.next()) {
                found.add(new String(met.packet(), UTF_8));
            }
        }

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        model.stream().filter(name -> Topics.matches(filter, name)).toList());
        assertThat(tree.size()).isEqualTo(model.size());
        assertThat(tree.bytes()).isEqualTo(model.stream().mapToLong(String::length).sum());
    }

    private static Map<Subscriber, Integer> routed(TopicTree tree, String name) {
        byte[] bytes = name.getBytes(UTF_8);
        Route route = new RouteCache(tree, 2).route(bytes, 0, bytes.length);
        Map<Subscriber, Integer> found = new HashMap<>();
        for (int worker = 0; worker < 2; worker++) {
            for (Subscription target : route.targets(worker)) {
                assertThat(target.subscriber().worker()).isEqualTo(worker);
                assertThat(found.put(target.subscriber(), target.qos())).isNull();
            }
        }
        return found;
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step =
                net.jqwik.api.Combinators.combine(
                                Arbitraries.integers().between(0, SUBSCRIBERS - 1),
                                filters(),
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.of(false, false, true))
                        .as(Step::new);
        return step.list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> filters() {
        Arbitrary<String> level = Arbitraries.of("a", "b", "", "+", "$x", "ab");
        Arbitrary<String> levels =
                level.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        Arbitrary<String> hash =
                Arbitraries.oneOf(levels.map(prefix -> prefix + "/#"), Arbitraries.of("#", "+/#"));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(3, levels), net.jqwik.api.Tuple.of(1, hash))
                .filter(filter -> !filter.isEmpty());
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> level = Arbitraries.of("a", "b", "", "$x", "ab", "c");
        return level.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("/", parts))
                .filter(name -> !name.isEmpty());
    }

    @Provide
    Arbitrary<List<String>> manyNames() {
        return names().list().ofMaxSize(40);
    }
}
