// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys an option or a list entry stands for: words separated by dots, where {@code $name} is
 * any one word, {@code a|b} one of several, and a {@code *} at the end all that follows.
 */
record KeyPattern(List<String> words) {
    static KeyPattern of(String text) {
        return new KeyPattern(List.of(text.split("\\.", -1)));
    }

    boolean matches(String key) {
        String[] given = key.split("\\.", -1);
        boolean open = words.getLast().equals("*");
        if (open ? given.length < words.size() : given.length != words.size()) {
            return false;
        }
        for (int i = 0; i < words.size() - (open ? 1 : 0); i++) {
            if (!matches(words.get(i), given[i])) {
                return false;
            }
        }
        return true;
    }

    /** Words that stand for themselves: the more, the nearer the pattern is to a key. */
    int exactWords() {
        return (int) words.stream().filter(word -> !isOpen(word)).count();
    }

    /** The pattern as it would read for this key: what may vary replaced by the key's own word. */
    String readFor(String key) {
        String[] given = key.split("\\.", -1);
        String[] read = words.toArray(String[]::new);
        for (int i = 0; i < read.length; i++) {
            String own = i < given.length ? given[i] : "";
            if (read[i].startsWith("$") && !own.isEmpty() || isOneOf(read[i], own)) {
                read[i] = own;
            } else if (read[i].contains("|")) {
                read[i] = read[i].substring(0, read[i].indexOf('|'));
            }
        }
        return String.join(".", read);
    }

    /** The keys that the alternatives stand for. */
    List<String> each() {
        List<String> keys = List.of("");
        for (String word : words) {
            List<String> longer = new ArrayList<>();
            for (String key : keys) {
                for (String one : word.split("\\|", -1)) {
                    longer.add(key.isEmpty() ? one : key + "." + one);
                }
            }
            keys = longer;
        }
        return keys;
    }

    /** What stands before the words that tell instances apart, {@code listener.} for example. */
    String beforeInstance() {
        StringBuilder before = new StringBuilder();
        for (int i = 0; !isOpen(words.get(i)) && !words.get(i).contains("|"); i++) {
            before.append(words.get(i)).append('.');
        }
        return before.toString();
    }

    /** What stands behind the name of an instance, {@code .max_connections} for example. */
    String behindInstance() {
        StringBuilder behind = new StringBuilder();
        for (int i = words.size() - 1; !isOpen(words.get(i)); i--) {
            behind.insert(0, "." + words.get(i));
        }
        return behind.toString();
    }

    private static boolean isOneOf(String word, String given) {
        return word.contains("|") && Arrays.asList(word.split("\\|", -1)).contains(given);
    }

    private static boolean isOpen(String word) {
        return word.startsWith("$") || word.equals("*");
    }

    private static boolean matches(String word, String given) {
        return word.startsWith("$")
                ? !given.isEmpty()
                : Arrays.asList(word.split("\\|", -1)).contains(given);
    }
}
