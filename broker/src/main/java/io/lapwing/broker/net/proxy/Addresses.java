// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

import io.lapwing.broker.refusals.AddressRange;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of addresses and ranges, such as those of proxies that are believed. What is no address of
 * the network, a Unix socket's end, is on every list: this machine decides who may open it.
 *
 * @param text as it was set
 */
public record Addresses(String text, List<AddressRange> ranges) {
    static final String VALID =
            "addresses and ranges such as 10.0.0.0/8, with ; between; private, or any";

    private static final String PRIVATE =
            "127.0.0.0/8;10.0.0.0/8;172.16.0.0/12;192.168.0.0/16;169.254.0.0/16;100.64.0.0/10;"
                    + "::1/128;fc00::/7;fe80::/10";
    private static final String ANY = "0.0.0.0/0;::/0";

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException telling what is no address
     */
    public static Addresses of(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String word : text.split("[;,\\s]+", -1)) {
            switch (word) {
                case "" -> {}
                case "private" -> ranges.addAll(of(PRIVATE).ranges);
                case "any" -> ranges.addAll(of(ANY).ranges);
                default -> ranges.add(range(word));
            }
        }
        return new Addresses(text, List.copyOf(ranges));
    }

    public boolean contains(String address) {
        byte[] bytes = AddressRange.bytes(address);
        if (bytes == null) {
            return true;
        }
        long high = AddressRange.high(bytes);
        long low = AddressRange.low(bytes);
        return ranges.stream().anyMatch(range -> range.contains(high, low));
    }

    @Override
    public String toString() {
        return text;
    }

    private static AddressRange range(String word) {
        String whole = word.contains(":") ? word + "/128" : word + "/32";
        AddressRange range = AddressRange.of(word.contains("/") ? word : whole);
        if (range == null) {
            throw new IllegalArgumentException("must be " + VALID + "; " + word + " is none");
        }
        return range;
    }
}
