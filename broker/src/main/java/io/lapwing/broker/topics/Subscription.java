// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's wish for one filter (5.0 §3.8.3.1), and at once the target of a route. Where
 * several filters of a subscriber match one topic, a route holds one that merges them.
 */
public sealed class Subscription implements Wishes permits PartlyLocal {
    /** The bits of the options byte, as SUBSCRIBE has them; the last one is ours. */
    static final int QOS = 0x03;

    static final int NO_LOCAL = 0x04;
    static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int SHARED = 0x80;
    private static final int OVER = -1;

    private final Subscriber subscriber;
    private final int @Nullable [] identifiers;
    private final @Nullable Place place;
    final int filterHash;

    /** Where it stands among others of its filter; written under the tree's monitor. */
    int slot;

    private final byte options;

    /**
     * @param options the subscription options byte of SUBSCRIBE (5.0 §3.8.3.1)
     * @param identifier the subscription identifier, 0 for none
     */
    Subscription(Subscriber subscriber, int options, int identifier, Place place, int filterHash) {
        this.subscriber = subscriber;
        this.options = (byte) (place instanceof SharedGroup ? options | SHARED : options);
        this.identifiers = identifier == 0 ? null : new int[] {identifier};
        this.place = place;
        this.filterHash = filterHash;
    }

    /** A merged target. */
    Subscription(Subscriber subscriber, int options, int @Nullable [] identifiers) {
        this.subscriber = subscriber;
        this.options = (byte) options;
        this.identifiers = identifiers;
        this.place = null;
        this.filterHash = 0;
    }

    public final Subscriber subscriber() {
        return subscriber;
    }

    /** The maximum QoS that was granted. */
    public final int qos() {
        return options & QOS;
    }

    /** Whether the retain flag is passed on as the publisher set it. */
    public final boolean retainAsPublished() {
        return (options & RETAIN_AS_PUBLISHED) != 0;
    }

    /** The subscription identifiers to send along; null for none. */
    public final int @Nullable [] identifiers() {
        return identifiers;
    }

    /** The target that gets what the subscriber itself publishes (5.0 §3.8.3.1); null for none. */
    public @Nullable Subscription forOwnMessages() {
        return noLocal() ? null : this;
    }

    public final boolean noLocal() {
        return (options & NO_LOCAL) != 0;
    }

    /** Whether it is one of several that share the filter's messages (5.0 §4.8.2). */
    public final boolean isShared() {
        return (options & SHARED) != 0;
    }

    /** Whether it was given up. Its subscriber's worker only, which is who gives it up. */
    public final boolean isOver() {
        return slot == OVER;
    }

    final void giveUp() {
        slot = OVER;
    }

    /** The group it shares the filter's messages with; null when it has them all. */
    public final @Nullable SharedGroup group() {
        return place instanceof SharedGroup group ? group : null;
    }

    /** The filter as its subscriber wrote it, shared groups included. For people. */
    public final String filter() {
        return switch (place) {
            case null -> "";
            case LevelNode<?> node -> node.path();
            case SharedGroup group -> "$share/" + group.name() + "/" + group.node.path();
        };
    }

    final @Nullable Place place() {
        return place;
    }

    /** One target for both: the higher QoS, all identifiers. */
    static Subscription merged(Subscription a, Subscription b) {
        int options = options(a, b);
        int[] identifiers = joined(a.identifiers, b.identifiers);
        Subscription ownOfA = a.forOwnMessages();
        Subscription ownOfB = b.forOwnMessages();
        if (ownOfA == a && ownOfB == b) {
            return new Subscription(a.subscriber, options, identifiers);
        }
        if (ownOfA == null && ownOfB == null) {
            return new Subscription(a.subscriber, options | NO_LOCAL, identifiers);
        }
        Subscription own =
                ownOfA == null ? ownOfB : ownOfB == null ? ownOfA : merged(ownOfA, ownOfB);
        return new PartlyLocal(a.subscriber, options, identifiers, own);
    }

    private static int options(Subscription a, Subscription b) {
        int flags = (a.options | b.options) & RETAIN_AS_PUBLISHED;
        return Math.max(a.qos(), b.qos()) | flags;
    }

    private static int @Nullable [] joined(int @Nullable [] a, int @Nullable [] b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
