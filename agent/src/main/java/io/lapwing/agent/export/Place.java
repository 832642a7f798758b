// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

/**
 * What an exporter needs to know about the program it runs in.
 *
 * @param namespace what the names of metrics begin with unless a destination says otherwise
 * @param startMs since when counters count
 */
public record Place(String node, String version, String namespace, long startMs) {
    /** A metric's name as it is sent. */
    String prefixed(String name, String prefix) {
        boolean prometheusOwn = name.equals(AlertPoints.RAISED.name());
        return prometheusOwn ? name : (prefix.isEmpty() ? namespace : prefix) + name;
    }
}
