// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.broker.topics.Subscriber;
import io.lapwing.broker.topics.SubscriptionSet;
import io.lapwing.broker.topics.TopicTree;
import java.nio.charset.StandardCharsets;

/**
 * Heap that a subscription takes: a million filters of four levels, 32 names a level, a tenth with
 * a plus, a twentieth with a hash at the end, of a hundred clients. Run it with the launcher's
 * options: the size of an object's header counts.
 */
public final class SubscriptionMemory {
    private static final int SUBSCRIPTIONS = 1_000_000;
    private static final int CLIENTS = 100;

    private static final class Client extends Subscriber {
        final SubscriptionSet subscriptions = new SubscriptionSet();

        @Override
        public int worker() {
            return 0;
        }
    }

    private SubscriptionMemory() {}

    public static void main(String[] args) {
        TopicTree tree = new TopicTree();
        Client[] clients = new Client[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Client();
        }
        long before = heapInUse();
        long started = System.nanoTime();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            byte[] filter = filter(i).getBytes(StandardCharsets.UTF_8);
            Client client = clients[i % CLIENTS];
            tree.subscribe(client, client.subscriptions, filter, i % 3, 0);
        }
        long nanos = System.nanoTime() - started;
        double each = (heapInUse() - before) / (double) tree.size();
        System.out.printf(
                "%,d subscriptions: %.1f bytes of heap each, %.2f µs to make one%n",
                tree.size(), each, nanos / 1_000.0 / SUBSCRIPTIONS);
    }

    private static String filter(int i) {
        String a = name(i >>> 15);
        String b = name(i >>> 10);
        String c = name(i >>> 5);
        String d = name(i);
        return switch (i % 20) {
            case 0 -> a + "/" + b + "/" + c + d + "/#";
            case 7 -> a + "/+/" + c + "/" + b + d;
            case 13 -> a + "/" + b + "/+/" + c + d;
            default -> a + "/" + b + "/" + c + "/" + d;
        };
    }

    private static String name(int digit) {
        return "l" + (digit & 31);
    }

    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
