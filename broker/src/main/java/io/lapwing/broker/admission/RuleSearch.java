// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.AclRule.Access;
import java.util.function.Predicate;

/**
 * One question to a tree of rules: the first line that allows, and the first that denies. A deny
 * beats every rule that allows.
 */
final class RuleSearch {
    private final RuleTree tree;
    private final Client client;
    private final String text;
    private final boolean ownTopic;
    private Predicate<Access> wanted = access -> false;
    private int root;
    private int line;

    RuleSearch(RuleTree tree, Client client, String text) {
        this.tree = tree;
        this.client = client;
        this.text = text;
        this.ownTopic = text.startsWith("$");
    }

    /** The line of a rule that denies to publish to the topic; 0 when there is none. */
    int deniesPublish() {
        return search(access -> access == Access.DENY, this::matches);
    }

    int allowsPublish() {
        return search(Access::writes, this::matches);
    }

    /** The line of a rule that denies some topic of the filter. */
    int deniesSubscribe() {
        return search(access -> access == Access.DENY, this::overlaps);
    }

    /** The line of a rule that lets the client read every topic of the filter. */
    int allowsSubscribe() {
        return search(Access::reads, this::covers);
    }

    private interface Walk {
        void from(int node, int start);
    }

    private int search(Predicate<Access> access, Walk walk) {
        wanted = access;
        line = 0;
        walk(RuleTree.EVERYBODY, walk);
        walk(tree.findUser(client.userName()), walk);
        return line;
    }

    private void walk(int from, Walk walk) {
        if (from != RuleTree.NONE) {
            root = from;
            walk.from(from, 0);
        }
    }

    /** Whether the topic is one of a filter's (5.0 §4.7). */
    private void matches(int node, int start) {
        boolean hidden = ownTopic && node == root; // from wildcards (5.0 §4.7.2)
        if (!hidden) {
            take(tree.findChild(node, tree.hash));
        }
        if (start > text.length()) {
            take(node);
            return;
        }
        int end = levelEnd(start);
        into(tree.findChild(node, nameAt(start, end)), end, this::matches);
        if (!hidden) {
            into(tree.findChild(node, tree.plus), end, this::matches);
        }
        patterns(node, start, end, this::matches);
    }

    /** Whether every topic of the filter asked about is one of a rule's. */
    private void covers(int node, int start) {
        boolean hidden = ownTopic && node == root;
        if (!hidden) {
            take(tree.findChild(node, tree.hash));
        }
        if (start > text.length()) {
            take(node);
            return;
        }
        int end = levelEnd(start);
        if (is('#', start, end)) {
            return;
        }
        if (!hidden) {
            into(tree.findChild(node, tree.plus), end, this::covers);
        }
        if (!is('+', start, end)) {
            into(tree.findChild(node, nameAt(start, end)), end, this::covers);
            patterns(node, start, end, this::covers);
        }
    }

    /** Whether some topic of the filter asked about is one of a rule's. */
    private void overlaps(int node, int start) {
        if (!tree.deniesBelow(node)) {
            return;
        }
        boolean hidden = ownTopic && node == root;
        if (!hidden) {
            take(tree.findChild(node, tree.hash));
        }
        if (start > text.length()) {
            take(node);
            return;
        }
        int end = levelEnd(start);
        if (is('#', start, end)) {
            all(node);
        } else if (is('+', start, end)) {
            each(tree.firstChild(node), node, child -> overlaps(child, end + 1));
            each(tree.firstPattern(node), node, child -> overlaps(child, end + 1));
        } else {
            into(tree.findChild(node, nameAt(start, end)), end, this::overlaps);
            if (!hidden) {
                into(tree.findChild(node, tree.plus), end, this::overlaps);
            }
            patterns(node, start, end, this::overlaps);
        }
    }

    /** All rules at and below a node. */
    private void all(int node) {
        if (tree.deniesBelow(node)) {
            take(node);
            each(tree.firstChild(node), node, this::all);
            each(tree.firstPattern(node), node, this::all);
        }
    }

    private interface Visit {
        void at(int node);
    }

    /** A wildcard at the start does not stand for names that begin with $. */
    private void each(int first, int parent, Visit visit) {
        for (int child = first; child != RuleTree.NONE; child = tree.nextSibling(child)) {
            if (parent != root || !tree.level(child).startsWith("$")) {
                visit.at(child);
            }
        }
    }

    private void patterns(int node, int start, int end, Walk walk) {
        int child = tree.firstPattern(node);
        while (child != RuleTree.NONE) {
            String level = tree.level(child);
            String name = AclRule.expanded(level, client);
            // A client named $SYS is no reason to let it into the server's own topics.
            boolean fits = node != root || !ownTopic || level.startsWith("$");
            if (fits
                    && name != null
                    && name.length() == end - start
                    && text.startsWith(name, start)) {
                walk.from(child, end + 1);
            }
            child = tree.nextSibling(child);
        }
    }

    private static void into(int child, int end, Walk walk) {
        if (child != RuleTree.NONE) {
            walk.from(child, end + 1);
        }
    }

    private int nameAt(int start, int end) {
        int name = tree.names.find(text, start, end);
        return name == RuleTree.NONE ? Integer.MAX_VALUE : name;
    }

    private int levelEnd(int start) {
        int end = text.indexOf('/', start);
        return end < 0 ? text.length() : end;
    }

    private boolean is(char wildcard, int start, int end) {
        return end == start + 1 && text.charAt(start) == wildcard;
    }

    private void take(int node) {
        if (node == RuleTree.NONE) {
            return;
        }
        for (int rule = tree.firstRule(node); rule != RuleTree.NONE; rule = tree.nextRule(rule)) {
            if (wanted.test(tree.access(rule)) && (line == 0 || tree.line(rule) < line)) {
                line = tree.line(rule);
            }
        }
    }
}
