// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.topics.Subscriber.Readiness;
import io.lapwing.protocol.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Shared groups in the tree, and whose turn it is in one (5.0 §4.8.2). */
class SharedGroupProperties {
    private static final int CLIENTS = 4;

    private static final class Client extends Subscriber {
        @Override
        public int worker() {
            return 0;
        }

        Client is(Readiness now) {
            readiness(now);
            return this;
        }
    }

    /** One step of a history: a client joins a group at a filter, or leaves it. */
    record Step(int who, String group, String filter, boolean leave) {
        String whole() {
            return "$share/" + group + "/" + filter;
        }
    }

    @Property(tries = 400)
    void aRouteHoldsTheGroupsWhoseFiltersMatchWithTheirMembers(
            @ForAll("histories") List<Step> history, @ForAll("names") String name) {
        TopicTree tree = new TopicTree();
        List<Client> clients = new ArrayList<>();
        List<SubscriptionSet> sets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client().is(Readiness.READY));
            sets.add(new SubscriptionSet());
        }
        Map<String, Set<Client>> model = new HashMap<>();
        for (Step step : history) {
            byte[] whole = step.whole().getBytes(UTF_8);
            Client client = clients.get(step.who);
            Set<Client> members =
                    model.computeIfAbsent(step.whole(), unused -> new LinkedHashSet<>());
            if (step.leave) {
                boolean had = tree.unsubscribe(sets.get(step.who), whole) != null;
                assertThat(had).isEqualTo(members.remove(client));
            } else {
                boolean isNew = tree.subscribe(client, sets.get(step.who), whole, 1, 0);
                assertThat(isNew).isEqualTo(members.add(client));
            }
        }
        model.values().removeIf(Set::isEmpty);

        List<Set<Client>> wanted = new ArrayList<>();
        model.forEach((whole, members) -> {
            if (Topics.matches(whole.substring(whole.indexOf('/', 7) + 1), name)) {
                wanted.add(members);
            }
        });
        byte[] bytes = name.getBytes(UTF_8);
        Route route = new RouteCache(tree, 1).route(bytes, 0, bytes.length);

        assertThat(route.targets(0)).isEmpty();
        List<Set<Subscriber>> found = new ArrayList<>();
        for (SharedGroup group : route.groups()) {
            found.add(picked(group, 0, group.size()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(asSubscribers(wanted));
        assertThat(tree.size()).isEqualTo(model.values().stream().mapToLong(Set::size).sum());
        sets.forEach(tree::unsubscribeAll);
        assertThat(tree.isEmpty()).isTrue();
    }

    @Property
    void membersWhoAreReadyTakeTurnsAndTheOthersGetNothing(
            @ForAll @Size(min = 1, max = 200) List<Readiness> members,
            @ForAll @IntRange(max = 1_000_000) int firstTurn) {
        SharedGroup group = groupOf(members);
        Readiness best = members.stream().max(Readiness::compareTo).orElseThrow();
        long rounds = 3L * 64 * ((members.size() + 63) / 64);

        Map<Subscriber, Integer> counts = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            Subscription[] pick = group.pick(firstTurn + i);
            if (best == Readiness.AWAY) {
                assertThat(pick).isNull();
            } else {
                assertThat(pick).hasSize(1);
                counts.merge(pick[0].subscriber(), 1, Integer::sum);
            }
        }

        assertThat(counts.keySet())
                .allMatch(member -> best == Readiness.READY ? member.isReady() : !member.isAway());
        long chosen = members.stream().filter(best::equals).count();
        if (best == Readiness.READY && members.size() <= 64) {
            assertThat(counts).hasSize((int) chosen);
            int least = counts.values().stream().mapToInt(each -> each).min().orElseThrow();
            int most = counts.values().stream().mapToInt(each -> each).max().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        }
    }

    private static SharedGroup groupOf(List<Readiness> members) {
        TopicTree tree = new TopicTree();
        byte[] whole = "$share/g/a".getBytes(UTF_8);
        for (Readiness readiness : members) {
            tree.subscribe(new Client().is(readiness), new SubscriptionSet(), whole, 1, 0);
        }
        return new RouteCache(tree, 1).route(new byte[] {'a'}, 0, 1).groups()[0];
    }

    private static Set<Subscriber> picked(SharedGroup group, int from, int turns) {
        Set<Subscriber> picked = new HashSet<>();
        for (int turn = from; turn < from + turns; turn++) {
            Subscription[] pick = group.pick(turn);
            assertThat(pick).hasSize(1);
            picked.add(pick[0].subscriber());
        }
        return picked;
    }

    private static List<Set<Subscriber>> asSubscribers(List<Set<Client>> clients) {
        List<Set<Subscriber>> subscribers = new ArrayList<>();
        clients.forEach(each -> subscribers.add(new HashSet<>(each)));
        return subscribers;
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step =
                Combinators.combine(
                                Arbitraries.integers().between(0, CLIENTS - 1),
                                Arbitraries.of("g", "h", "gg"),
                                Arbitraries.of("a", "a/b", "+/b", "#", "a/#", "/", "+"),
                                Arbitraries.of(false, false, true))
                        .as(Step::new);
        return step.list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "a/b", "b", "b/b", "/", "$x", "$share/g/a", "a/b/c");
    }
}
