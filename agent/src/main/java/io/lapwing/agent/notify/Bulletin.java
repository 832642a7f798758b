// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import java.util.List;

/**
 * What one receiver is told at once.
 *
 * @param notices at least one, the worst first
 * @param test whether somebody only tries out whether it arrives
 */
public record Bulletin(String node, List<Notice> notices, boolean test) {
    public Bulletin {
        notices = List.copyOf(notices);
    }

    /** The worst of them. */
    Notice first() {
        return notices.getFirst();
    }
}
