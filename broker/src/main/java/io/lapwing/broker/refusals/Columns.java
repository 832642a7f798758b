// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What questions ask of every row, as plain arrays by the row's index: a hundred thousand rows are
 * read from the processor's cache, where their objects would be a hundred thousand waits for
 * memory. Owned by the journal.
 */
final class Columns {
    /** The index of a text that was never seen. */
    static final short NEVER_SEEN = -2;

    private static final short NONE = -1;
    private static final int INTERNED_MAX = 10_000;

    byte[] causes = new byte[0];
    short[] listeners = new short[0];
    short[] targets = new short[0];
    short[] reasons = new short[0];
    int[] clients = new int[0];
    int[] users = new int[0];
    int[] addresses = new int[0];
    long[] addressHighs = new long[0];
    long[] addressLows = new long[0];
    long[] signatureHighs = new long[0];
    long[] signatureLows = new long[0];
    long[] lastMillis = new long[0];
    long[] bornAt = new long[0];

    private final Map<String, Short> interned = new HashMap<>();

    int length() {
        return causes.length;
    }

    void grow(int length) {
        causes = Arrays.copyOf(causes, length);
        listeners = Arrays.copyOf(listeners, length);
        targets = Arrays.copyOf(targets, length);
        reasons = Arrays.copyOf(reasons, length);
        clients = Arrays.copyOf(clients, length);
        users = Arrays.copyOf(users, length);
        addresses = Arrays.copyOf(addresses, length);
        addressHighs = Arrays.copyOf(addressHighs, length);
        addressLows = Arrays.copyOf(addressLows, length);
        signatureHighs = Arrays.copyOf(signatureHighs, length);
        signatureLows = Arrays.copyOf(signatureLows, length);
        lastMillis = Arrays.copyOf(lastMillis, length);
        bornAt = Arrays.copyOf(bornAt, length);
    }

    /** Sets what stays the same as long as the row lives. */
    @SuppressWarnings("EnumOrdinal") // an index of this process only
    void born(JournalRow row) {
        Attempt attempt = row.newest.attempt();
        int index = row.index;
        causes[index] = (byte) row.newest.cause().ordinal();
        clients[index] = hash(attempt.clientId());
        users[index] = hash(attempt.userName());
        addresses[index] = hash(attempt.address());
        byte[] address = attempt.address().isEmpty() ? null : AddressRange.bytes(attempt.address());
        addressHighs[index] = address == null ? 0 : AddressRange.high(address);
        addressLows[index] = address == null ? 0 : AddressRange.low(address);
        Signature signature = Signature.of(haystack(attempt));
        signatureHighs[index] = signature.high();
        signatureLows[index] = signature.low();
        targets[index] = intern(row.newest.target());
        bornAt[index] = row.bornAt;
    }

    /** Sets what the newest occurrence may have changed. */
    void seen(JournalRow row) {
        listeners[row.index] = intern(row.newest.attempt().listener());
        reasons[row.index] = intern(row.newest.reason());
        lastMillis[row.index] = row.lastMillis;
    }

    /** The index of the name of a listener or a target, or of a reason. */
    short indexOf(String text) {
        return interned.getOrDefault(text, NEVER_SEEN);
    }

    static int hash(@Nullable String text) {
        return text == null ? 0 : text.hashCode();
    }

    /** Client, user and address in small letters; the NUL keeps a search from matching across. */
    static String haystack(Attempt attempt) {
        String client = attempt.clientId() == null ? "" : attempt.clientId();
        String user = attempt.userName() == null ? "" : attempt.userName();
        String subject = attempt.certificate() == null ? "" : '\0' + attempt.certificate();
        return (client + '\0' + user + '\0' + attempt.address() + subject).toLowerCase(Locale.ROOT);
    }

    private short intern(@Nullable String text) {
        if (text == null || interned.size() >= INTERNED_MAX) {
            return NONE;
        }
        Short known = interned.get(text);
        if (known == null) {
            known = (short) interned.size();
            interned.put(text, known);
        }
        return known;
    }
}
