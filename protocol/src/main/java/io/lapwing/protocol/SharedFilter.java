// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import org.jspecify.annotations.Nullable;

/** A shared subscription {@code $share/GROUP/FILTER} (5.0 §4.8.2), taken apart. */
public record SharedFilter(String group, String filter) {
    private static final String PREFIX = "$share/";

    /** Where the group's name starts in a shared filter. */
    public static final int NAME_START = PREFIX.length();

    public static boolean isShared(String filter) {
        return filter.startsWith(PREFIX);
    }

    /** Where the filter behind a well-formed group starts, in UTF-8; 0 when it is not shared. */
    public static int filterStart(byte[] whole) {
        if (!startsShared(whole)) {
            return 0;
        }
        int slash = NAME_START;
        while (slash < whole.length && whole[slash] != '/') {
            slash++;
        }
        return slash < whole.length ? slash + 1 : 0;
    }

    private static boolean startsShared(byte[] whole) {
        if (whole.length < NAME_START || whole[0] != '$') {
            return false;
        }
        for (int i = 1; i < NAME_START; i++) {
            if (whole[i] != PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Null when the filter is not shared; throws when it is shared and not well-formed. */
    public static @Nullable SharedFilter parse(String whole) {
        if (!isShared(whole)) {
            return null;
        }
        int groupEnd = whole.indexOf('/', PREFIX.length());
        String group = groupEnd < 0 ? "" : whole.substring(PREFIX.length(), groupEnd);
        if (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
            throw Topics.badFilter(
                    whole,
                    "is shared, but has no group name, or one with a wildcard, or no filter behind"
                            + " it (5.0 §4.8.2)");
        }
        String filter = whole.substring(groupEnd + 1);
        Topics.checkFilter(filter);
        return new SharedFilter(group, filter);
    }
}
