// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.ReasonCode;

/**
 * The times of a connection that was let in: how long it may be silent (5.0 §3.1.2.10), how long it
 * may last, and when it gets again what it has not answered. The worker's wheel looks at them.
 */
final class KeepAlive {
    private final Connection connection;
    private long heardSecond;

    KeepAlive(Connection connection) {
        this.connection = connection;
    }

    /** Something came from the client, or it was not read for a while. */
    void onHeard() {
        heardSecond = connection.worker().second();
    }

    void begin() {
        onHeard();
        lookLater();
    }

    void look() {
        if (connection.reading.isHeld()) {
            onHeard(); // it may have said much that we do not read
        }
        if (lifeLeft() == 0) {
            connection.disconnect(
                    ReasonCode.ADMINISTRATIVE_ACTION, "it was connected for as long as allowed");
        } else if (silenceLeft() == 0) {
            Counters counters = connection.counters();
            connection.count(counters.keepaliveExpired[Counters.index(connection.version())]);
            connection.disconnect(ReasonCode.KEEP_ALIVE_TIMEOUT, "keepalive expired");
        } else {
            retry();
            lookLater();
        }
    }

    private void retry() {
        Session session = connection.session();
        if (session != null && connection.terms().retrySeconds() > 0) {
            session.retry(connection);
        }
    }

    private void lookLater() {
        int seconds = Math.min(lifeLeft(), silenceLeft());
        connection
                .worker()
                .wheel
                .schedule(connection, Math.min(seconds, connection.terms().retryLookSeconds()));
    }

    private int lifeLeft() {
        return connection.terms().lifeLeft(connection.worker().second());
    }

    private int silenceLeft() {
        return connection.terms().silenceLeft(connection.worker().second() - heardSecond);
    }
}
