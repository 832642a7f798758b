// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Topics that the rules let one connection publish to, so that the rules are not asked again for
 * each message. Good for one version of the rules. A slot holds one topic; the slots double while
 * topics push each other out, up to a bound.
 */
final class AllowedTopics {
    static final int TOPICS_MAX = 1_024;

    private static final int TOPICS_FIRST = 8;

    private byte[] @Nullable [] slots = new byte[TOPICS_FIRST] @Nullable [];
    private int version;

    boolean has(byte[] topic, int rulesVersion) {
        byte[] known = slots[slot(topic, slots.length)];
        return version == rulesVersion && known != null && Arrays.equals(topic, known);
    }

    /** Remembers a topic; what was allowed under other rules is forgotten. */
    void add(byte[] topic, int rulesVersion) {
        if (version != rulesVersion) {
            version = rulesVersion;
            Arrays.fill(slots, null);
        }
        int slot = slot(topic, slots.length);
        if (slots[slot] != null && slots.length < TOPICS_MAX) {
            grow();
            slot = slot(topic, slots.length);
        }
        slots[slot] = topic;
    }

    private void grow() {
        byte[] @Nullable [] larger = new byte[slots.length * 2] @Nullable [];
        for (byte[] topic : slots) {
            if (topic != null) {
                larger[slot(topic, larger.length)] = topic;
            }
        }
        slots = larger;
    }

    private static int slot(byte[] topic, int slots) {
        int hash = Arrays.hashCode(topic);
        return (hash ^ hash >>> 16) & (slots - 1);
    }
}
