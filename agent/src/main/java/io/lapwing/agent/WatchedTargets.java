// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.series.SeriesStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that is watched: this process, other programs, and the sums of clusters. The agent's own. */
final class WatchedTargets {
    /** Targets beside this process. */
    static final int TARGETS_MAX = 1_000;

    private final List<WatchedTarget> targets;
    private final Clusters clusters = new Clusters();

    WatchedTargets(List<WatchedTarget> first) {
        targets = new ArrayList<>(first);
    }

    /** Watches one more; answers why that cannot be, in words, or nothing. */
    String add(WatchedTarget target) {
        TargetWish wish = target.wish();
        if (targets.size() > TARGETS_MAX) {
            return "more than " + TARGETS_MAX + " targets";
        }
        if (wish != null && find(wish.name()) != null) {
            return "there is a target " + wish.name() + " already";
        }
        targets.add(target);
        return "";
    }

    /** The target that is not watched any more; it is the caller's to close. */
    @Nullable WatchedTarget remove(String name, SeriesStore store) {
        WatchedTarget found = find(name);
        if (found != null) {
            targets.remove(found);
            found.book().groups().forEach(store::remove);
            clusters.leave(found, targets);
        }
        return found;
    }

    /** Samples a second of all of them, and answers how many are silent. */
    int sample(long second, SeriesStore store) {
        int silent = 0;
        for (WatchedTarget each : targets) {
            silent += each.sample(second, store) ? 0 : 1;
        }
        clusters.sample(second, targets, store);
        return silent;
    }

    void onJump() {
        targets.forEach(WatchedTarget::onJump);
    }

    /** How the others stand, in the order they were named. */
    List<TargetView> views() {
        return targets.stream().map(WatchedTarget::view).filter(Objects::nonNull).toList();
    }

    void close() {
        targets.forEach(WatchedTarget::close);
    }

    private @Nullable WatchedTarget find(String name) {
        for (WatchedTarget each : targets) {
            TargetWish wish = each.wish();
            if (wish != null && wish.name().equals(name)) {
                return each;
            }
        }
        return null;
    }
}
