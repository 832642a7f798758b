// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The messages that wait for one client, oldest first. Its session owns it. */
final class Waiting {
    private final ArrayDeque<Message> messages = new ArrayDeque<>();

    int size() {
        return messages.size();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Lets a message wait; false when so many wait already that there is no room for it. */
    boolean add(Message message, int max) {
        if (max >= 0 && messages.size() >= max) {
            return false;
        }
        messages.addLast(message);
        return true;
    }

    /** The one that goes next; null when none waits. */
    @Nullable Message peek() {
        return messages.peekFirst();
    }

    void removeFirst() {
        messages.removeFirst();
    }
}
