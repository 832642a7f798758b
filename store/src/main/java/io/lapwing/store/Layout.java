// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a program keeps in its store.
 *
 * @param version of the formats of all spaces together; rises by one with each change of them
 * @param migrations the steps up from older versions, oldest first, without a gap
 */
public record Layout(int version, List<Space> spaces, List<Migration> migrations) {
    public Layout {
        Set<Object> known = new HashSet<>();
        for (Space space : spaces) {
            if (!known.add(space.id()) || !known.add(space.name())) {
                throw new IllegalArgumentException("two spaces are as " + space.name());
            }
        }
        spaces = List.copyOf(spaces);
        migrations = List.copyOf(migrations);
    }
}
