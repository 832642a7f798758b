// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.List;

/**
 * One family of metrics, declared once in the room that counts it: the name, what it means, and the
 * names of its labels. A label never holds a client id.
 *
 * @param bounds upper bounds of a histogram's buckets, rising; empty for the other kinds
 */
public record Family(String name, Kind kind, String help, List<String> labels, List<Long> bounds) {

    public static Family counter(String name, String help, String... labels) {
        return new Family(name, Kind.COUNTER, help, List.of(labels), List.of());
    }

    public static Family gauge(String name, String help, String... labels) {
        return new Family(name, Kind.GAUGE, help, List.of(labels), List.of());
    }

    public static Family histogram(String name, String help, List<Long> bounds, String... labels) {
        return new Family(name, Kind.HISTOGRAM, help, List.of(labels), bounds);
    }
}
