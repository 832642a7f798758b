// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ClusterSum;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.TargetKind;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.series.SeriesStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clusters whose nodes are watched, each with the charts of its sum. The agent's thread's. */
final class Clusters {
    private final Map<String, ClusterSum> sums = new LinkedHashMap<>();

    /** Comes when all targets have been sampled for a second. */
    void sample(long second, List<WatchedTarget> targets, SeriesStore store) {
        Map<String, List<WatchedTarget>> nodes = new LinkedHashMap<>();
        for (WatchedTarget each : targets) {
            TargetWish wish = each.wish();
            boolean known = each.book().kind() != TargetKind.AUTO;
            if (wish != null && !wish.cluster().isEmpty() && known) {
                nodes.computeIfAbsent(wish.cluster(), any -> new ArrayList<>()).add(each);
            }
        }
        nodes.forEach((name, members) -> sample(second, name, members, store));
    }

    /** A target is no node any more; a cluster without nodes is forgotten. */
    void leave(WatchedTarget target, List<WatchedTarget> others) {
        TargetWish wish = target.wish();
        ClusterSum sum = wish == null ? null : sums.get(wish.cluster());
        if (wish == null || sum == null) {
            return;
        }
        sum.forget(target.samples());
        boolean stays =
                others.stream()
                        .map(WatchedTarget::wish)
                        .anyMatch(each -> each != null && each.cluster().equals(wish.cluster()));
        if (!stays) {
            sum.book().targetAnswers(false);
            sums.remove(wish.cluster());
        }
    }

    private void sample(long second, String name, List<WatchedTarget> members, SeriesStore store) {
        WatchedTarget first = members.getFirst();
        TargetWish wish = first.wish();
        int everyS = wish == null ? 1 : (int) wish.interval().toSeconds();
        ClusterSum sum =
                sums.computeIfAbsent(
                        name, any -> new ClusterSum(name, first.book().kind(), everyS));
        if (second % everyS != 0) {
            return;
        }
        boolean told = members.stream().anyMatch(each -> each.toldAt(second));
        sum.book().targetAnswers(told);
        if (!told) {
            sum.book().groups().forEach(store::admit);
            return;
        }
        sum.begin();
        members.stream()
                .filter(each -> each.toldAt(second))
                .forEach(each -> sum.add(each.samples()));
        Samples all = sum.end();
        sum.book().groups().forEach(group -> store.append(second, group, all));
    }
}
