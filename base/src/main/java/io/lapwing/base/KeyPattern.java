// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.Arrays;
import java.util.List;

/**
 * The keys an option or a list entry stands for: words separated by dots, where {@code $name} is
 * any one word, {@code a|b} one of two, and a {@code *} at the end all that follows.
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

    /** The pattern as it would read for this key: {@code $name} replaced by the key's own word. */
    String readFor(String key) {
        String[] given = key.split("\\.", -1);
        String[] read = words.toArray(String[]::new);
        for (int i = 0; i < read.length && i < given.length; i++) {
            if (read[i].startsWith("$")) {
                read[i] = given[i];
            }
        }
        return String.join(".", read);
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
