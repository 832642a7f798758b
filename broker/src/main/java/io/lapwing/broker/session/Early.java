// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The clients of one worker that are in before all is there that earlier runs of the broker left.
 * What they send is looked at then.
 */
final class Early {
    private final List<Connection> held = new ArrayList<>();
    private boolean over;

    /**
     * @param over when there is nothing to wait for
     */
    Early(boolean over) {
        this.over = over;
    }

    boolean isOver() {
        return over;
    }

    void hold(Connection connection) {
        if (!over && connection.reading.hold(this)) {
            held.add(connection);
        }
    }

    void end() {
        over = true;
        held.forEach(each -> each.reading.release(this));
        held.clear();
    }
}
