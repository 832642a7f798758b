// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Arrays;

/**
 * The topic aliases set on one connection for what is sent on it (5.0 §3.3.2.3.4). The topics that
 * come first get one each and keep it; when all are given away, others are sent by name.
 */
public final class TopicAliases {
    private static final byte[] NO_TOPIC = {};

    private final int max;
    private int count;
    private byte[][] topics = new byte[4][]; // by alias, from 1 on; those behind count are unused
    private int[] hashes = new int[4];
    private int[] slots = new int[8]; // by hash; 0 for a free one

    /** So many aliases at most: what the receiver allows. */
    public TopicAliases(int max) {
        this.max = max;
        topics[0] = NO_TOPIC;
    }

    /**
     * Has the message go out under its alias: alone where it is set, with the name where this sets
     * it. False where there is neither; then it goes out by name.
     */
    public boolean use(OutgoingPublish message) {
        int hash = message.topicHash();
        int at = hash & (slots.length - 1);
        while (slots[at] != 0) {
            int alias = slots[at];
            if (hashes[alias] == hash && isTopicOf(message, topics[alias])) {
                message.topicAlias(alias).topicOmitted(true);
                return true;
            }
            at = (at + 1) & (slots.length - 1);
        }
        if (count == max) {
            return false;
        }
        message.topicAlias(count + 1).topicOmitted(false);
        return true;
    }

    /** The message goes out as {@link #use} left it: an alias it sets is set from now on. */
    public void sent(OutgoingPublish message) {
        if (message.topicAlias != count + 1) {
            return;
        }
        count++;
        if (count == topics.length) {
            grow();
        }
        int from = message.topicOffset;
        topics[count] = Arrays.copyOfRange(message.topic, from, from + message.topicLength);
        hashes[count] = message.topicHash();
        enter(count);
    }

    private static boolean isTopicOf(OutgoingPublish message, byte[] topic) {
        int from = message.topicOffset;
        int to = from + message.topicLength;
        return Arrays.equals(topic, 0, topic.length, message.topic, from, to);
    }

    private void grow() {
        topics = Arrays.copyOf(topics, count * 2);
        hashes = Arrays.copyOf(hashes, count * 2);
        slots = new int[count * 4];
        for (int alias = 1; alias < count; alias++) {
            enter(alias);
        }
    }

    private void enter(int alias) {
        int at = hashes[alias] & (slots.length - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = alias;
    }
}
