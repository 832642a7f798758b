// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscribersTest {
    private static final byte[] TOPIC = "plant/1".getBytes(UTF_8);

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

    @Test
    void oneTopicTakesAHundredThousandSubscribersAndTheirLeaving() {
        TopicTree tree = new TopicTree();
        List<SubscriptionSet> sets = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            SubscriptionSet set = new SubscriptionSet();
            sets.add(set);
            tree.subscribe(new Client(0), set, TOPIC, 1, 0);
        }
        RouteCache routes = new RouteCache(tree, 1);
        assertThat(routes.route(TOPIC, 0, TOPIC.length).size()).isEqualTo(100_000);

        for (int i = 0; i < 100_000; i += 2) {
            tree.unsubscribe(sets.get(i), TOPIC);
        }

        assertThat(routes.route(TOPIC, 0, TOPIC.length).size()).isEqualTo(50_000);
        assertThat(tree.size()).isEqualTo(50_000);
    }

    @Test
    void overlappingFiltersBecomeOneTargetWithTheHigherQosAndAllIdentifiers() {
        TopicTree tree = new TopicTree();
        SubscriptionSet set = new SubscriptionSet();
        Client client = new Client(0);
        tree.subscribe(client, set, "plant/+".getBytes(UTF_8), 0, 7);
        tree.subscribe(client, set, "plant/1".getBytes(UTF_8), 2, 9);
        tree.subscribe(client, set, "#".getBytes(UTF_8), 1, 0);

        Subscription[] targets = new RouteCache(tree, 1).route(TOPIC, 0, TOPIC.length).targets(0);

        assertThat(targets).hasSize(1);
        assertThat(targets[0].qos()).isEqualTo(2);
        assertThat(targets[0].identifiers()).containsExactlyInAnyOrder(7, 9);
    }

    @Test
    void aCachedRouteIsGoodUntilTheNextSubscription() {
        TopicTree tree = new TopicTree();
        RouteCache routes = new RouteCache(tree, 1);
        Route before = routes.route(TOPIC, 0, TOPIC.length);
        assertThat(routes.route(TOPIC, 0, TOPIC.length)).isSameAs(before);

        tree.subscribe(new Client(0), new SubscriptionSet(), TOPIC, 0, 0);

        assertThat(before.isCurrent(tree)).isFalse();
        assertThat(routes.route(TOPIC, 0, TOPIC.length).size()).isEqualTo(1);
    }
}
