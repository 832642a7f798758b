// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.Collection;
import java.util.Optional;

/** Finds the word somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** The known word nearest to a given one, unless all are far away. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        int nearestDistance = Math.max(2, given.length() / 3);
        String nearest = null;
        for (String word : known) {
            int distance = distance(given, word);
            if (distance < nearestDistance || (distance == nearestDistance && nearest == null)) {
                nearestDistance = distance;
                nearest = word;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Letters to insert, delete or replace to get from one word to the other (Levenshtein). */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
