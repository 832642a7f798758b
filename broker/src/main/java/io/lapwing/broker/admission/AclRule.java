// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * One line of an access file.
 *
 * @param levels the filter's, as written
 * @param pattern whether %u, %c and %m stand for the client's own names
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
record AclRule(Access access, String[] levels, boolean pattern, int line) {

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

    /** Whether the topic is one of the filter's (5.0 §4.7). */
    boolean matches(Client client, String topic) {
        if (hidden(topic)) {
            return false;
        }
        int start = 0;
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (start > topic.length()) {
                return false;
            }
            int end = topic.indexOf('/', start);
            end = end < 0 ? topic.length() : end;
            String level = level(client, i);
            boolean same =
                    levels[i].equals("+")
                            || (level != null
                                    && level.length() == end - start
                                    && topic.startsWith(level, start));
            if (!same) {
                return false;
            }
            start = end + 1;
        }
        return start > topic.length();
    }

    /** Whether every topic of the other filter is one of this filter's. */
    boolean covers(Client client, String filter) {
        if (hidden(filter)) {
            return false;
        }
        String[] others = split(filter);
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (i == others.length || others[i].equals("#")) {
                return false;
            }
            if (!levels[i].equals("+") && !others[i].equals(level(client, i))) {
                return false;
            }
        }
        return levels.length == others.length;
    }

    /** Whether some topic is one of both filters'. */
    boolean overlaps(Client client, String filter) {
        if (hidden(filter) || (levels[0].startsWith("$") && isWildcard(split(filter)[0]))) {
            return false;
        }
        String[] others = split(filter);
        for (int i = 0; i < Math.max(levels.length, others.length); i++) {
            boolean all = i < levels.length && levels[i].equals("#");
            if (all || (i < others.length && others[i].equals("#"))) {
                return true;
            }
            if (i >= levels.length || i >= others.length) {
                return false;
            }
            boolean any = levels[i].equals("+") || others[i].equals("+");
            if (!any && !others[i].equals(level(client, i))) {
                return false;
            }
        }
        return true;
    }

    static String[] split(String filter) {
        return filter.split("/", -1);
    }

    /** A wildcard at the start does not stand for names that begin with $ (5.0 §4.7.2). */
    private boolean hidden(String topic) {
        return topic.startsWith("$") && isWildcard(levels[0]);
    }

    private static boolean isWildcard(String level) {
        return level.equals("+") || level.equals("#");
    }

    /** The text a level must be; null when none is right. */
    private @Nullable String level(Client client, int i) {
        if (!pattern) {
            return levels[i];
        }
        return switch (levels[i]) {
            case "%c" -> plain(client.clientId());
            case "%u" -> plain(client.userName());
            case "%m" -> ""; // there is one mountpoint, and it has no name
            default -> levels[i];
        };
    }

    /** A name that could stand for more than itself is no level. */
    private static @Nullable String plain(@Nullable String name) {
        return name == null || name.isEmpty() || containsAny(name) ? null : name;
    }

    private static boolean containsAny(String name) {
        return name.indexOf('/') >= 0 || name.indexOf('+') >= 0 || name.indexOf('#') >= 0;
    }
}
