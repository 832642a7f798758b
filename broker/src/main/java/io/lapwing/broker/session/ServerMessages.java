// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import java.util.List;

/**
 * What the server itself publishes, on the worker that owns this: a few messages a turn, so that
 * clients do not wait for all of them. A newer round takes the place of what is left of an older.
 */
final class ServerMessages {
    private static final int TURN_MESSAGES_MAX = 32;

    private final Worker worker;
    private List<Publish> left = List.of();

    ServerMessages(Worker worker) {
        this.worker = worker;
    }

    void publish(List<Publish> round) {
        boolean underWay = !left.isEmpty();
        left = round;
        if (!underWay) {
            publishSome();
        }
    }

    private void publishSome() {
        List<Publish> now = left.subList(0, Math.min(left.size(), TURN_MESSAGES_MAX));
        left = left.subList(now.size(), left.size());
        if (!left.isEmpty()) {
            worker.tell(this::publishSome);
        }
        for (Publish message : now) {
            worker.publishing.publish(message, MqttVersion.V3_1_1, null);
        }
    }
}
