// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that share one filter's messages under one name: each message goes to one of
 * them (5.0 §4.8.2). A publishing worker picks it without a lock and without an allocation, for the
 * members stand in an array that a change replaces, each in an array of its own, which is the list
 * of targets that a worker's mail wants.
 */
public final class SharedGroup implements Place {
    private static final VarHandle MEMBERS;
    private static final Subscription[][] NOBODY = {};

    /** Members that are looked at together; one bit each of a long. */
    private static final int WINDOW = 64;

    static {
        try {
            MEMBERS =
                    MethodHandles.lookup()
                            .findVarHandle(SharedGroup.class, "members", Subscription[][].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final byte[] name;
    private final int hash;
    final LevelNode<Wishes> node;
    private Subscription[][] members = NOBODY;

    SharedGroup(byte[] name, int hash, LevelNode<Wishes> node) {
        this.name = name;
        this.hash = hash;
        this.node = node;
    }

    /** The same for a group of this name at this filter, whenever it is made. */
    public int hash() {
        return hash;
    }

    /** How many share; 0 once the last has left, for good. Any thread. */
    public int size() {
        return members().length;
    }

    /** For people. */
    public String name() {
        return new String(name, StandardCharsets.UTF_8);
    }

    boolean isCalled(byte[] bytes, int offset, int length) {
        return Arrays.equals(name, 0, name.length, bytes, offset, offset + length);
    }

    /**
     * Whose turn it is: among those whose client would get the message at once each in its turn,
     * else among those who are connected, as the only target of a list. Any thread.
     *
     * @return null when nobody is connected
     */
    public Subscription @Nullable [] pick(int turn) {
        Subscription[][] all = members();
        int windows = (all.length + WINDOW - 1) / WINDOW;
        Subscription[] busy = null;
        for (int i = 0; i < windows; i++) {
            int from = Integer.remainderUnsigned(turn + i, windows) * WINDOW;
            int to = Math.min(all.length, from + WINDOW);
            long ready = 0;
            long here = 0;
            for (int at = from; at < to; at++) {
                Subscriber member = all[at][0].subscriber();
                long bit = 1L << (at - from);
                ready |= member.isReady() ? bit : 0;
                here |= member.isAway() ? 0 : bit;
            }
            int round = Integer.divideUnsigned(turn, windows);
            if (ready != 0) {
                return all[from + nth(ready, round)];
            }
            if (here != 0 && busy == null) {
                busy = all[from + nth(here, round)];
            }
        }
        return busy;
    }

    /** The place of a bit, counted on past the last one. */
    private static int nth(long bits, int round) {
        long rest = bits;
        for (int n = Integer.remainderUnsigned(round, Long.bitCount(bits)); n > 0; n--) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }

    void add(Subscription member) {
        Subscription[][] more = Arrays.copyOf(members, members.length + 1);
        more[members.length] = new Subscription[] {member};
        MEMBERS.setRelease(this, more);
    }

    void replace(Subscription old, Subscription by) {
        Subscription[][] changed = members.clone();
        changed[find(old)] = new Subscription[] {by};
        MEMBERS.setRelease(this, changed);
    }

    void remove(Subscription member) {
        int at = find(member);
        Subscription[][] fewer = Arrays.copyOf(members, members.length - 1);
        System.arraycopy(members, at + 1, fewer, at, fewer.length - at);
        MEMBERS.setRelease(this, fewer);
    }

    private int find(Subscription member) {
        int at = 0;
        while (members[at][0] != member) {
            at++;
        }
        return at;
    }

    private Subscription[][] members() {
        return (Subscription[][]) MEMBERS.getAcquire(this);
    }
}
