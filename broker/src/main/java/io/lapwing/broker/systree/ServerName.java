// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

/** What the server says of itself: the node's name, and the version it runs. */
public record ServerName(String node, String version) {

    /** The node as one level of a topic. */
    String level() {
        return node.replaceAll("[/+#\\p{Cntrl}]", "_");
    }
}
