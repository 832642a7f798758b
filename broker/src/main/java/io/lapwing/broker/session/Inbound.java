// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.Route;
import org.jspecify.annotations.Nullable;

/**
 * What a connection that publishes needs beside its session: the topic it published to last, its
 * topic aliases, how fast it is and what it has in the mail. Made with the first PUBLISH, forgotten
 * with the connection.
 */
final class Inbound {
    private int unreleasedBefore;
    private @Nullable Route @Nullable [] aliases;
    private long rateSecond;
    private int ofThisSecond;
    final MailWindow mail;
    @Nullable Route lastRoute;
    int lastRules;
    int answersWaiting; // for the disk, and those behind them
    @Nullable AllowedTopics allowed;

    /**
     * @param unreleasedBefore QoS 2 messages of earlier connections that the client has not
     *     released; the window of this connection does not count them (5.0 §4.9)
     */
    Inbound(int unreleasedBefore, Reading reading) {
        this.unreleasedBefore = unreleasedBefore;
        this.mail = new MailWindow(reading);
    }

    /** Whether the client may send one more QoS 2 message. */
    boolean hasRoom(PacketIds unreleased, int max) {
        unreleasedBefore = Math.min(unreleasedBefore, unreleased.size());
        return unreleased.size() - unreleasedBefore < max;
    }

    /** The topic an alias stands for; null as long as it stands for none. */
    @Nullable Route aliased(int alias) {
        return aliases == null ? null : aliases[alias];
    }

    /** The alias stands for this topic from now on, as long as the connection lasts. */
    void alias(int alias, Route route, int max) {
        if (aliases == null) {
            aliases = new @Nullable Route[max + 1];
        }
        aliases[alias] = route;
    }

    /** Counts a message; true when it was the last for this second. */
    boolean spends(int perSecond, long second) {
        if (second != rateSecond) {
            rateSecond = second;
            ofThisSecond = 0;
        }
        return ++ofThisSecond >= perSecond;
    }

    /** The rules of this version allow the topic. */
    void allow(byte[] topic, int rulesVersion) {
        AllowedTopics known = allowed;
        if (known == null) {
            known = new AllowedTopics();
            allowed = known;
        }
        known.add(topic, rulesVersion);
    }
}
