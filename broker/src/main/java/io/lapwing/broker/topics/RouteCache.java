// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One worker's routes of the topics it published last. A slot holds one topic; another topic with
 * the same hash pushes it out, so the cache needs no clean-up and has a bound.
 */
public final class RouteCache {
    /** Slots, a power of two. */
    public static final int ROUTES_MAX = 8_192;

    /** Where topics begin with the members of a group: far from each other's. */
    private static final int FIRST_TURN_STEP = 0x9E3779B9;

    private final TopicTree tree;
    private final int workers;
    private final @Nullable Route[] routes = new Route[ROUTES_MAX];
    private final Matches matches = new Matches();
    private int firstTurn;

    public RouteCache(TopicTree tree, int workers) {
        this.tree = tree;
        this.workers = workers;
    }

    /** A cached route for this very topic, current or not; null when there is none. */
    public @Nullable Route cached(byte[] bytes, int offset, int length) {
        Route route = routes[slot(bytes, offset, length)];
        return route != null && isFor(route, bytes, offset, length) ? route : null;
    }

    /** The current route of a valid topic name. */
    public Route route(byte[] bytes, int offset, int length) {
        int slot = slot(bytes, offset, length);
        Route known = routes[slot];
        if (known != null && isFor(known, bytes, offset, length)) {
            if (known.isCurrent(tree)) {
                return known;
            }
            return fill(slot, known.topic(), known.turn());
        }
        firstTurn += FIRST_TURN_STEP;
        return fill(slot, Arrays.copyOfRange(bytes, offset, offset + length), firstTurn >>> 8);
    }

    public static boolean isFor(Route route, byte[] bytes, int offset, int length) {
        byte[] topic = route.topic();
        return topic.length == length
                && Arrays.equals(topic, 0, length, bytes, offset, offset + length);
    }

    private Route fill(int slot, byte[] topic, int turn) {
        long version = tree.version(); // before the match: a change meanwhile makes the route stale
        tree.match(topic, matches);
        Route route = matches.toRoute(topic, version, workers, turn);
        routes[slot] = route;
        return route;
    }

    private static int slot(byte[] bytes, int offset, int length) {
        return LevelNode.hash(bytes, offset, length) & (ROUTES_MAX - 1);
    }
}
