// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people type to find a client: part of a client id, user or address in any case; with * as a
 * wildcard for the whole text; or addresses as 10.0.0.0/24.
 */
public final class Find {
    private final String wanted;
    private final boolean isPattern;
    private final @Nullable AddressRange range;

    private Find(String wanted) {
        this.wanted = wanted;
        this.range = AddressRange.of(wanted);
        this.isPattern = range == null && wanted.indexOf('*') >= 0;
    }

    /** Null and empty find everything. */
    public static Find of(@Nullable String text) {
        return new Find(text == null ? "" : text.toLowerCase(Locale.ROOT));
    }

    public boolean matches(
            @Nullable String clientId, @Nullable String userName, @Nullable String address) {
        if (wanted.isEmpty()) {
            return true;
        }
        if (range != null) {
            byte[] bytes = address == null ? null : AddressRange.bytes(address);
            return bytes != null
                    && range.contains(AddressRange.high(bytes), AddressRange.low(bytes));
        }
        return matches(clientId) || matches(userName) || matches(address);
    }

    private boolean matches(@Nullable String text) {
        if (text == null) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return isPattern ? like(wanted, lower) : lower.contains(wanted);
    }

    /** Any characters for each *, in a time that no pattern can blow up. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
