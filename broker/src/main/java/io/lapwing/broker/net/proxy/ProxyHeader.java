// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

import io.lapwing.broker.admission.Identity;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.refusals.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header a proxy sends before the client's bytes, in version 1 (a line) or 2 (binary).
 *
 * @param length of the header; the client's bytes follow
 * @param origin the client's end; null when the proxy speaks for itself, as in a health check
 */
public record ProxyHeader(int length, @Nullable Origin origin) {
    /** Longest header that is taken; real ones have a few hundred bytes at most. */
    public static final int BYTES_MAX = 4 * 1_024;

    private static final byte[] SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };
    private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int LINE_BYTES_MAX = 107;
    private static final int FIXED_BYTES = 16;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int TLV_CRC32C = 0x03;
    private static final int TLV_SSL = 0x20;
    private static final int TLV_SSL_CN = 0x22;
    private static final int CERTIFICATE_SHOWN = 0x06;

    /**
     * Reads a header; null while its end has not come.
     *
     * @param userFromName whether the common name of the client's certificate is its user name
     */
    public static @Nullable ProxyHeader read(byte[] bytes, int length, boolean userFromName)
            throws BadProxyHeader {
        if (begins(bytes, length, SIGNATURE)) {
            return length < FIXED_BYTES ? null : readBinary(bytes, length, userFromName);
        }
        if (begins(bytes, length, WORD)) {
            return readLine(bytes, length);
        }
        throw new BadProxyHeader("the connection begins with no PROXY header");
    }

    private static boolean begins(byte[] bytes, int length, byte[] with) {
        int count = Math.min(length, with.length);
        return Arrays.equals(bytes, 0, count, with, 0, count);
    }

    private static @Nullable ProxyHeader readLine(byte[] bytes, int length) throws BadProxyHeader {
        int end = 1;
        while (end < length && !(bytes[end - 1] == '\r' && bytes[end] == '\n')) {
            end++;
        }
        if (end >= LINE_BYTES_MAX) {
            throw new BadProxyHeader("the PROXY line is longer than 107 bytes");
        }
        if (end >= length) {
            return null;
        }
        String[] words = new String(bytes, 0, end - 1, StandardCharsets.US_ASCII).split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return new ProxyHeader(end + 1, null);
        }
        if (words.length != 6 || !words[1].equals("TCP4") && !words[1].equals("TCP6")) {
            throw new BadProxyHeader("the PROXY line is not of the form it must have");
        }
        try {
            byte[] address = AddressRange.bytes(words[2]);
            int port = Integer.parseInt(words[4]);
            if (address != null && port >= 0 && port <= 0xFFFF) {
                return new ProxyHeader(end + 1, Origin.of(text(address), port));
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new BadProxyHeader("the PROXY line names no address and port");
    }

    private static @Nullable ProxyHeader readBinary(byte[] bytes, int length, boolean userFromName)
            throws BadProxyHeader {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        int command = in.get(12) & 0xFF;
        int family = in.get(13) & 0xFF;
        int whole = FIXED_BYTES + (in.getShort(14) & 0xFFFF);
        if (command != 0x20 && command != 0x21) {
            throw new BadProxyHeader("the PROXY header is of another version or command");
        }
        if (whole > BYTES_MAX) {
            throw new BadProxyHeader("the PROXY header is longer than " + BYTES_MAX + " bytes");
        }
        if (length < whole) {
            return null;
        }
        if (command == 0x20 || family == 0) {
            return new ProxyHeader(whole, null);
        }
        int addressBytes =
                switch (family) {
                    case TCP4 -> 4;
                    case TCP6 -> 16;
                    default -> throw new BadProxyHeader("the PROXY header is of no TCP connection");
                };
        int ports = FIXED_BYTES + 2 * addressBytes;
        if (whole < ports + 4) {
            throw new BadProxyHeader("the PROXY header is too short for its addresses");
        }
        byte[] address = Arrays.copyOfRange(bytes, FIXED_BYTES, FIXED_BYTES + addressBytes);
        Origin origin = Origin.of(text(address), in.getShort(ports) & 0xFFFF);
        Identity known = extras(in.slice(0, whole), ports + 4, userFromName);
        return new ProxyHeader(whole, known == null ? origin : origin.known(known));
    }

    /** Reads what follows the addresses: types, lengths, values. */
    private static @Nullable Identity extras(ByteBuffer header, int from, boolean userFromName)
            throws BadProxyHeader {
        Identity known = null;
        int at = from;
        while (at < header.limit()) {
            int length = lengthAt(header, at, header.limit());
            int type = header.get(at) & 0xFF;
            if (type == TLV_SSL) {
                known = identity(header, at + 3, length, userFromName);
            } else if (type == TLV_CRC32C) {
                check(header, at + 3, length);
            }
            at += 3 + length;
        }
        return known;
    }

    private static int lengthAt(ByteBuffer header, int at, int limit) throws BadProxyHeader {
        int length = limit - at < 3 ? limit : header.getShort(at + 1) & 0xFFFF;
        if (length > limit - at - 3) {
            throw new BadProxyHeader("a part of the PROXY header is longer than the header");
        }
        return length;
    }

    /** The client's certificate, which the proxy has checked. */
    private static @Nullable Identity identity(
            ByteBuffer header, int from, int length, boolean userFromName) throws BadProxyHeader {
        if (length < 5) {
            throw new BadProxyHeader("the PROXY header tells of TLS in too few bytes");
        }
        boolean shown = (header.get(from) & CERTIFICATE_SHOWN) != 0;
        boolean verified = header.getInt(from + 1) == 0;
        int limit = from + length;
        int at = from + 5;
        while (at < limit) {
            int size = lengthAt(header, at, limit);
            if (header.get(at) == TLV_SSL_CN && shown && verified) {
                byte[] name = new byte[size];
                header.get(at + 3, name);
                String text = new String(name, StandardCharsets.UTF_8);
                return new Identity("CN=" + text, userFromName ? text : null, "proxy in front");
            }
            at += 3 + size;
        }
        return null;
    }

    private static void check(ByteBuffer header, int at, int length) throws BadProxyHeader {
        if (length != 4) {
            throw new BadProxyHeader("the checksum of the PROXY header is of the wrong length");
        }
        byte[] copy = new byte[header.limit()];
        header.get(0, copy);
        Arrays.fill(copy, at, at + 4, (byte) 0);
        CRC32C sum = new CRC32C();
        sum.update(copy);
        if ((int) sum.getValue() != header.getInt(at)) {
            throw new BadProxyHeader("the checksum of the PROXY header is wrong");
        }
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // it has the right length
        }
    }
}
