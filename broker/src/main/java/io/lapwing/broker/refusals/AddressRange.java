// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Addresses that share their first bits, as 10.0.0.0/24; IPv4 as its mapped IPv6 address. */
public record AddressRange(long high, long low, int bits) {
    private static final int IPV4_BYTES = 4;
    private static final long IPV4_MAPPED = 0xFFFFL << 32;

    /** Null when the text is no range of addresses. */
    public static @Nullable AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] start = slash < 0 ? null : bytes(text.substring(0, slash));
        if (start == null) {
            return null;
        }
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            int before = start.length == IPV4_BYTES ? 96 : 0;
            return bits < 0 || bits > start.length * 8
                    ? null
                    : new AddressRange(high(start), low(start), bits + before);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether an address is one of them, given as its two halves. */
    public boolean contains(long otherHigh, long otherLow) {
        long highMask = bits == 0 ? 0 : -1L << Math.max(0, 64 - bits);
        long lowMask = bits <= 64 ? 0 : -1L << (128 - bits);
        return ((high ^ otherHigh) & highMask) == 0 && ((low ^ otherLow) & lowMask) == 0;
    }

    /** The first half of an address. */
    public static long high(byte[] address) {
        return address.length == IPV4_BYTES ? 0 : ByteBuffer.wrap(address).getLong(0);
    }

    /** The second half of an address. */
    public static long low(byte[] address) {
        return address.length == IPV4_BYTES
                ? IPV4_MAPPED | Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt(0))
                : ByteBuffer.wrap(address).getLong(Long.BYTES);
    }

    /** Only of literal addresses in full: no name is looked up, and 10.1 is not 10.0.0.1. */
    public static byte @Nullable [] bytes(String address) {
        try {
            InetAddress read = InetAddress.ofLiteral(address);
            boolean full = read instanceof Inet6Address || read.getHostAddress().equals(address);
            return full ? read.getAddress() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
