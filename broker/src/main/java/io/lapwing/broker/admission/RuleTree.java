// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.AclRule.Access;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rules by the levels of their filters, so that a decision looks at the levels of one topic and not
 * at all rules. A node is a number; what it has stands in arrays, its children are found by a hash
 * of parent and level. Filled once, then read by any thread.
 */
final class RuleTree {
    static final int RULES_MAX = 1_000_000;

    static final int NONE = -1;

    /** The rules of everybody begin here. */
    static final int EVERYBODY = 0;

    /** Each user's rules begin at a child of this, by name. */
    private static final int USERS = 1;

    final Names names = new Names();
    final int plus = names.of("+");
    final int hash = names.of("#");
    private int nodes = 2;
    private int[] parent = filled(8);
    private int[] label = filled(8); // a name's number; of a level with a pattern, its complement
    private int[] firstChild = filled(8);
    private int[] firstPattern = filled(8);
    private int[] nextSibling = filled(8);
    private int[] firstRule = filled(8);
    private boolean[] deniesBelow = new boolean[8];
    private int[] slots = filled(16); // children by parent and label
    private int rules;
    private int[] nextRule = new int[4];
    private int[] lines = new int[4];
    private Access[] accesses = new Access[4];

    int size() {
        return rules;
    }

    /** Where a user's rules begin; made now if need be. */
    int user(String name) {
        return child(USERS, names.of(name));
    }

    /** Where a user's rules begin; -1 when there are none. */
    int findUser(@Nullable String name) {
        int id = name == null ? NONE : names.find(name, 0, name.length());
        return id == NONE ? NONE : findChild(USERS, id);
    }

    /**
     * Adds a rule.
     *
     * @param pattern whether %u, %c and %m stand for the client's own names
     */
    void add(int from, String[] levels, boolean pattern, Access access, int line) {
        if (rules == RULES_MAX) {
            throw new IllegalArgumentException("there are more than " + RULES_MAX + " rules");
        }
        int node = from;
        deniesBelow[node] |= access == Access.DENY;
        for (String level : levels) {
            boolean open = pattern && AclRule.isPattern(level);
            int name = names.of(level);
            node = child(node, open ? ~name : name);
            deniesBelow[node] |= access == Access.DENY;
        }
        if (rules == lines.length) {
            nextRule = Arrays.copyOf(nextRule, rules * 2);
            lines = Arrays.copyOf(lines, rules * 2);
            accesses = Arrays.copyOf(accesses, rules * 2);
        }
        nextRule[rules] = firstRule[node];
        lines[rules] = line;
        accesses[rules] = access;
        firstRule[node] = rules++;
    }

    /** Gives back what it has in reserve. */
    void trim() {
        names.trim();
        resize(nodes);
        nextRule = Arrays.copyOf(nextRule, Math.max(1, rules));
        lines = Arrays.copyOf(lines, Math.max(1, rules));
        accesses = Arrays.copyOf(accesses, Math.max(1, rules));
    }

    boolean deniesBelow(int node) {
        return deniesBelow[node];
    }

    int firstRule(int node) {
        return firstRule[node];
    }

    int nextRule(int rule) {
        return nextRule[rule];
    }

    Access access(int rule) {
        return accesses[rule];
    }

    int line(int rule) {
        return lines[rule];
    }

    int firstChild(int node) {
        return firstChild[node];
    }

    /** The first child whose level has a pattern. */
    int firstPattern(int node) {
        return firstPattern[node];
    }

    int nextSibling(int node) {
        return nextSibling[node];
    }

    /** The level that leads to a node, as written. */
    String level(int node) {
        return names.text(label[node] < 0 ? ~label[node] : label[node]);
    }

    /** The child for a level without a pattern; -1 when there is none. */
    int findChild(int node, int name) {
        int mask = slots.length - 1;
        int slot = slot(node, name, mask);
        while (slots[slot] != NONE) {
            int child = slots[slot];
            if (parent[child] == node && label[child] == name) {
                return child;
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    private int child(int node, int name) {
        int known = findChild(node, name);
        if (known != NONE) {
            return known;
        }
        if (nodes == parent.length) {
            resize(nodes * 2);
        }
        if (nodes * 2 >= slots.length) {
            growSlots();
        }
        int child = nodes++;
        parent[child] = node;
        label[child] = name;
        int[] first = name < 0 ? firstPattern : firstChild;
        nextSibling[child] = first[node];
        first[node] = child;
        place(child);
        return child;
    }

    private void resize(int size) {
        int before = parent.length;
        parent = Arrays.copyOf(parent, size);
        label = Arrays.copyOf(label, size);
        firstChild = Arrays.copyOf(firstChild, size);
        firstPattern = Arrays.copyOf(firstPattern, size);
        nextSibling = Arrays.copyOf(nextSibling, size);
        firstRule = Arrays.copyOf(firstRule, size);
        deniesBelow = Arrays.copyOf(deniesBelow, size);
        if (size > before) {
            for (int[] each : new int[][] {firstChild, firstPattern, nextSibling, firstRule}) {
                Arrays.fill(each, before, size, NONE);
            }
        }
    }

    private void growSlots() {
        slots = filled(slots.length * 2);
        for (int child = 2; child < nodes; child++) {
            place(child);
        }
    }

    private void place(int child) {
        int mask = slots.length - 1;
        int slot = slot(parent[child], label[child], mask);
        while (slots[slot] != NONE) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = child;
    }

    private static int slot(int parent, int label, int mask) {
        int mixed = (parent * 31 + label) * 0x9E37_79B9;
        return (mixed ^ mixed >>> 15) & mask;
    }

    private static int[] filled(int size) {
        int[] all = new int[size];
        Arrays.fill(all, NONE);
        return all;
    }
}
