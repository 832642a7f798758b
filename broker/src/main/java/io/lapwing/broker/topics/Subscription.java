// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import org.jspecify.annotations.Nullable;

/**
 * One subscriber's wish for one filter (5.0 §3.8.3.1), and at once the target of a route. Where
 * several filters of a subscriber match one topic, a route holds one that merges them.
 */
public final class Subscription {
    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;

    private final Subscriber subscriber;
    private final byte options;
    private final int @Nullable [] identifiers;
    final @Nullable LevelNode<Subscribers> node;
    final int filterHash;
    int slot;

    /**
     * @param options the subscription options byte of SUBSCRIBE (5.0 §3.8.3.1)
     * @param identifier the subscription identifier, 0 for none
     */
    Subscription(
            Subscriber subscriber,
            int options,
            int identifier,
            LevelNode<Subscribers> node,
            int filterHash) {
        this.subscriber = subscriber;
        this.options = (byte) options;
        this.identifiers = identifier == 0 ? null : new int[] {identifier};
        this.node = node;
        this.filterHash = filterHash;
    }

    private Subscription(Subscriber subscriber, int options, int @Nullable [] identifiers) {
        this.subscriber = subscriber;
        this.options = (byte) options;
        this.identifiers = identifiers;
        this.node = null;
        this.filterHash = 0;
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /** The maximum QoS that was granted. */
    public int qos() {
        return options & QOS;
    }

    /** Whether the subscriber's own messages are kept from it. */
    public boolean noLocal() {
        return (options & NO_LOCAL) != 0;
    }

    /** Whether the retain flag is passed on as the publisher set it. */
    public boolean retainAsPublished() {
        return (options & RETAIN_AS_PUBLISHED) != 0;
    }

    /** The subscription identifiers to send along; null for none. */
    public int @Nullable [] identifiers() {
        return identifiers;
    }

    /** One target for both: the higher QoS, all identifiers, local only if both want it. */
    static Subscription merged(Subscription a, Subscription b) {
        int qos = Math.max(a.qos(), b.qos());
        int flags =
                (a.options & b.options & NO_LOCAL)
                        | ((a.options | b.options) & RETAIN_AS_PUBLISHED);
        return new Subscription(a.subscriber, qos | flags, joined(a.identifiers, b.identifiers));
    }

    private static int @Nullable [] joined(int @Nullable [] a, int @Nullable [] b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
