// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an access file. Rules above the first {@code user} line and patterns are
 * everybody's. A {@code deny} beats every rule that allows.
 */
record AclRules(RuleTree tree, List<BadLine> badLines) {
    static final AclRules EMPTY = new AclRules(new RuleTree(), List.of());

    static AclRules parse(String content) {
        Reader reader = new Reader();
        content.lines().forEach(reader::line);
        reader.tree.trim();
        return new AclRules(reader.tree, List.copyOf(reader.bad));
    }

    /** Whether there were lines, and none of them could be read. */
    boolean isUnreadable() {
        return tree.size() == 0 && !badLines.isEmpty();
    }

    /** Reads line after line. */
    private static final class Reader {
        final RuleTree tree = new RuleTree();
        final List<BadLine> bad = new ArrayList<>();
        private int section = RuleTree.EVERYBODY;
        private int number;

        void line(String raw) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                return;
            }
            String[] words = line.split("\\s+", 2);
            String rest = words.length == 1 ? "" : words[1];
            switch (words[0]) {
                case "user" -> user(rest);
                case "topic" -> rule(rest, false);
                case "pattern" -> rule(rest, true);
                default -> bad("it begins with none of user, topic and pattern");
            }
        }

        /** What follows a bad user line is nobody's, rather than the user's before. */
        private void user(String name) {
            if (name.isEmpty()) {
                bad("the user has no name");
                section = RuleTree.NONE;
                return;
            }
            section = tree.user(name);
        }

        private void rule(String rest, boolean pattern) {
            String[] words = rest.split("\\s+", 2);
            AclRule.Access access = words.length == 1 ? null : access(words[0]);
            String filter = access == null ? rest : words[1];
            try {
                Topics.checkFilter(filter);
            } catch (MalformedPacket malformed) {
                bad("it has no valid topic filter: " + malformed.getMessage());
                return;
            }
            int into = pattern ? RuleTree.EVERYBODY : section;
            if (into == RuleTree.NONE) {
                bad("it belongs to the user line above, which cannot be read");
                return;
            }
            AclRule.Access granted = access == null ? AclRule.Access.READWRITE : access;
            try {
                tree.add(into, AclRule.split(filter), pattern, granted, number);
            } catch (IllegalArgumentException e) {
                bad(String.valueOf(e.getMessage()));
            }
        }

        private static AclRule.@Nullable Access access(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "read" -> AclRule.Access.READ;
                case "write" -> AclRule.Access.WRITE;
                case "readwrite" -> AclRule.Access.READWRITE;
                case "deny" -> AclRule.Access.DENY;
                default -> null;
            };
        }

        private void bad(String problem) {
            bad.add(new BadLine(number, problem));
        }
    }
}
