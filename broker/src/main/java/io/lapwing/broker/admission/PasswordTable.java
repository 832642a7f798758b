// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.secret.ScramSecret;
import io.lapwing.broker.admission.secret.Secret;
import io.lapwing.broker.refusals.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a password file.
 *
 * @param nobody what a login of an unknown user is compared with, so that it takes as long
 * @param scramNobody the same for an exchange by SCRAM; null when nobody can log in by it
 */
record PasswordTable(
        Map<String, Entry> users,
        List<BadLine> badLines,
        @Nullable Secret nobody,
        @Nullable ScramSecret scramNobody) {
    static final PasswordTable EMPTY = new PasswordTable(Map.of(), List.of(), null, null);

    record Entry(Secret secret, int line) {}

    static PasswordTable parse(String content) {
        Map<String, Entry> users = new HashMap<>();
        List<BadLine> bad = new ArrayList<>();
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                String problem = add(users, line.stripTrailing(), number);
                if (problem != null) {
                    bad.add(new BadLine(number, problem));
                }
            }
        }
        List<Secret> secrets = users.values().stream().map(Entry::secret).toList();
        List<ScramSecret> scram =
                secrets.stream()
                        .filter(ScramSecret.class::isInstance)
                        .map(ScramSecret.class::cast)
                        .toList();
        Secret nobody = mostLike(secrets);
        return new PasswordTable(
                Map.copyOf(users),
                List.copyOf(bad),
                nobody == null ? null : nobody.ofNobody(),
                mostLike(scram));
    }

    /** Whether there were lines, and none of them could be read. */
    boolean isUnreadable() {
        return users.isEmpty() && !badLines.isEmpty();
    }

    /** Who is new, changed or gone since an older reading, by name. */
    Map<String, FileChange.Kind> changesSince(PasswordTable older) {
        Map<String, FileChange.Kind> changes = new TreeMap<>();
        users.forEach((user, entry) -> {
            Entry before = older.users.get(user);
            if (before == null) {
                changes.put(user, FileChange.Kind.ADDED);
            } else if (!before.secret.equals(entry.secret)) {
                changes.put(user, FileChange.Kind.CHANGED);
            }
        });
        older.users.keySet().stream()
                .filter(user -> !users.containsKey(user))
                .forEach(user -> changes.put(user, FileChange.Kind.REMOVED));
        return changes;
    }

    /** Null, or what is wrong with the line. */
    private static @Nullable String add(Map<String, Entry> users, String line, int number) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            return "it is not USER:HASH";
        }
        String user = line.substring(0, colon);
        try {
            Entry entry = new Entry(Secret.parse(line.substring(colon + 1)), number);
            Entry before = users.put(user, entry);
            return before == null
                    ? null
                    : "user "
                            + SafeText.quoted(user)
                            + " stands on line "
                            + before.line
                            + " already; this line counts";
        } catch (IllegalArgumentException e) {
            return "user " + SafeText.quoted(user) + ": " + e.getMessage();
        }
    }

    /** One of the cost that most have; null when there is none. */
    private static <S extends Secret> @Nullable S mostLike(List<S> secrets) {
        Map<String, List<S>> byCost = secrets.stream().collect(Collectors.groupingBy(Secret::cost));
        return byCost.values().stream()
                .max(Comparator.comparingInt(List::size))
                .map(List::getFirst)
                .orElse(null);
    }
}
