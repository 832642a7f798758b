// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The nodes of a cluster taken together: what they count is added up, and of what each node tells
 * alike the greatest is taken. A second counts the nodes that answered. Owned by the agent's
 * thread.
 */
public final class ClusterSum {
    private final TargetKind kind;
    private final ChartBook book;
    private final Samples sum = new Samples(false);
    private final Map<Metric, Integer> indexes = new HashMap<>();
    private final Map<Samples, int[]> places = new IdentityHashMap<>();
    private final Set<String> alike = new HashSet<>();
    private final Set<Integer> alikeIndexes = new HashSet<>();

    /**
     * @param kind of its nodes
     */
    public ClusterSum(String name, TargetKind kind, int everyS) {
        this.kind = kind;
        this.book = ChartBook.ofCluster(kind, new Naming(name, name, everyS));
        kind.packs().forEach(pack -> alike.addAll(pack.everyNodeTells()));
    }

    public void begin() {
        sum.beginSum();
    }

    /** Adds what a node told for this second. */
    public void add(Samples node) {
        int[] place = places.computeIfAbsent(node, any -> new int[0]);
        if (place.length < node.size()) {
            place = placed(node, place);
            places.put(node, place);
        }
        for (int i = 0; i < place.length; i++) {
            if (place[i] < 0) {
                continue;
            }
            if (alikeIndexes.contains(place[i])) {
                sum.most(place[i], node.value(i), node.gained(i));
            } else {
                sum.add(place[i], node.value(i), node.gained(i));
            }
        }
    }

    /** Everything that was added, and the charts it is on. */
    public Samples end() {
        book.bind(sum);
        return sum;
    }

    public ChartBook book() {
        return book;
    }

    /** A node has left the cluster. */
    public void forget(Samples node) {
        places.remove(node);
    }

    private int[] placed(Samples node, int[] before) {
        String prefix = kind.prefix(node);
        int[] all = Arrays.copyOf(before, node.size());
        for (int i = before.length; i < all.length; i++) {
            Metric metric = node.metric(i);
            Map<String, String> labels = new HashMap<>(metric.labels());
            labels.remove(Scope.NODE_LABEL);
            Metric ofAll = new Metric(metric.name(), Map.copyOf(labels), metric.kind());
            all[i] = indexes.computeIfAbsent(ofAll, sum::add);
            if (alike.contains(metric.name().substring(prefixLength(metric, prefix)))) {
                alikeIndexes.add(all[i]);
            }
        }
        return all;
    }

    private static int prefixLength(Metric metric, String prefix) {
        return metric.name().startsWith(prefix) ? prefix.length() : 0;
    }
}
