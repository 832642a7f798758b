// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an access file. Rules above the first {@code user} line and patterns are
 * everybody's. A {@code deny} beats every rule that allows.
 */
record AclRules(
        List<AclRule> everybody, Map<String, List<AclRule>> byUser, List<BadLine> badLines) {
    static final AclRules EMPTY = new AclRules(List.of(), Map.of(), List.of());

    static AclRules parse(String content) {
        Reader reader = new Reader();
        content.lines().forEach(reader::line);
        reader.byUser.replaceAll((user, rules) -> List.copyOf(rules));
        return new AclRules(
                List.copyOf(reader.everybody), Map.copyOf(reader.byUser), List.copyOf(reader.bad));
    }

    /** Whether there were lines, and none of them could be read. */
    boolean isUnreadable() {
        return everybody.isEmpty() && byUser.isEmpty() && !badLines.isEmpty();
    }

    /** The first of the client's rules that fits; null if none does. */
    @Nullable AclRule first(Client client, Predicate<AclRule> fits) {
        for (AclRule rule : everybody) {
            if (fits.test(rule)) {
                return rule;
            }
        }
        String user = client.userName();
        if (user != null) {
            for (AclRule rule : byUser.getOrDefault(user, List.of())) {
                if (fits.test(rule)) {
                    return rule;
                }
            }
        }
        return null;
    }

    /** Reads line after line. */
    private static final class Reader {
        final List<AclRule> everybody = new ArrayList<>();
        final Map<String, List<AclRule>> byUser = new HashMap<>();
        final List<BadLine> bad = new ArrayList<>();
        private @Nullable List<AclRule> section = everybody;
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
                section = null;
                return;
            }
            section = byUser.computeIfAbsent(name, key -> new ArrayList<>());
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
            List<AclRule> into = pattern ? everybody : section;
            if (into == null) {
                bad("it belongs to the user line above, which cannot be read");
                return;
            }
            AclRule.Access granted = access == null ? AclRule.Access.READWRITE : access;
            into.add(new AclRule(granted, AclRule.split(filter), pattern, number));
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
