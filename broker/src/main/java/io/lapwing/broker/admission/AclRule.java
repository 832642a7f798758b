// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/** What a rule of access says, and how the client's own names stand in its filter. */
final class AclRule {
    private AclRule() {}

    /** What a line lets a client do with a topic. */
    enum Access {
        READ,
        WRITE,
        READWRITE,
        DENY;

        boolean reads() {
            return this == READ || this == READWRITE;
        }

        boolean writes() {
            return this == WRITE || this == READWRITE;
        }
    }

    static String[] split(String filter) {
        return filter.split("/", -1);
    }

    /** Whether a level has a place for one of the client's names. */
    static boolean isPattern(String level) {
        return level.contains("%u") || level.contains("%c") || level.contains("%m");
    }

    /** The text that a level with a pattern must be; null when none is right. */
    static @Nullable String expanded(String level, Client client) {
        StringBuilder text = new StringBuilder(level.length() + 32);
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            char kind = c == '%' && i + 1 < level.length() ? level.charAt(i + 1) : ' ';
            if (kind == 'm') {
                i++; // there is one mountpoint, and it has no name
            } else if (kind == 'c' || kind == 'u') {
                i++;
                String name = kind == 'c' ? client.clientId() : client.userName();
                if (!isPlain(name)) {
                    return null;
                }
                text.append(name);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** A name that could stand for more than itself is no part of a level. */
    private static boolean isPlain(@Nullable String name) {
        return name != null
                && !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('+') < 0
                && name.indexOf('#') < 0;
    }
}
