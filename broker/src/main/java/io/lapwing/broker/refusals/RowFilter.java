// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rows a question is about: first by their columns, then by their texts. */
final class RowFilter {
    private final RefusalQuery query;
    private final Columns columns;
    private final long causes;
    private final short listener;
    private final short target;
    private final short reason;
    private final @Nullable String part;
    private final @Nullable String pattern;
    private final @Nullable AddressRange range;
    private final Signature signature;

    RowFilter(RefusalQuery query, Columns columns) {
        this.query = query;
        this.columns = columns;
        causes = bits(query.causes());
        listener = query.listener() == null ? 0 : columns.indexOf(query.listener());
        target = query.target() == null ? 0 : columns.indexOf(query.target());
        reason = query.reason() == null ? 0 : columns.indexOf(query.reason());
        String find = query.find() == null ? "" : query.find().toLowerCase(Locale.ROOT);
        range = AddressRange.of(find);
        pattern = range == null && find.indexOf('*') >= 0 ? find : null;
        part = range == null && pattern == null && !find.isEmpty() ? find : null;
        signature = range == null ? Signature.ofPattern(find) : Signature.of("");
    }

    boolean matches(int index, @Nullable JournalRow[] rows) {
        if (!mayMatch(index)) {
            return false;
        }
        JournalRow row = asksForText() ? rows[index] : null;
        return row == null || matchesText(row);
    }

    private boolean mayMatch(int index) {
        return (causes >> columns.causes[index] & 1) != 0
                && (query.listener() == null || columns.listeners[index] == listener)
                && (query.target() == null || columns.targets[index] == target)
                && (query.reason() == null || columns.reasons[index] == reason)
                && mayBe(query.client(), columns.clients[index])
                && mayBe(query.user(), columns.users[index])
                && mayBe(query.address(), columns.addresses[index])
                && (columns.signatureHighs[index] & signature.high()) == signature.high()
                && (columns.signatureLows[index] & signature.low()) == signature.low()
                && (range == null
                        || range.contains(columns.addressHighs[index], columns.addressLows[index]));
    }

    private static boolean mayBe(@Nullable String asked, int hash) {
        return asked == null || asked.hashCode() == hash;
    }

    private boolean asksForText() {
        return part != null
                || pattern != null
                || query.client() != null
                || query.user() != null
                || query.address() != null;
    }

    private boolean matchesText(JournalRow row) {
        Attempt attempt = row.newest.attempt();
        return is(query.client(), attempt.clientId())
                && is(query.user(), attempt.userName())
                && is(query.address(), attempt.address())
                && (part == null || Columns.haystack(attempt).contains(part))
                && (pattern == null || matchesAny(pattern, Columns.haystack(attempt)));
    }

    private static boolean is(@Nullable String asked, @Nullable String text) {
        return asked == null || asked.equals(text);
    }

    /** One bit for each cause asked for; all bits when none is named. */
    @SuppressWarnings("EnumOrdinal") // an index of this process only
    private static long bits(Set<Cause> causes) {
        long bits = causes.isEmpty() ? -1 : 0;
        for (Cause cause : causes) {
            bits |= 1L << cause.ordinal();
        }
        return bits;
    }

    /** Whether one of client, user and address is like the pattern as a whole. */
    private static boolean matchesAny(String pattern, String haystack) {
        int start = 0;
        while (start <= haystack.length()) {
            int end = haystack.indexOf('\0', start);
            String text = haystack.substring(start, end < 0 ? haystack.length() : end);
            if (Find.like(pattern, text)) {
                return true;
            }
            start = end < 0 ? haystack.length() + 1 : end + 1;
        }
        return false;
    }
}
