// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.clients.Departures;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the connections of one worker ended: log lines of those that we close, in VerneMQ's words
 * where it has some, and reports of all to the ledger of departures, once a second.
 */
final class Goodbyes {
    private static final Logger LOG = LoggerFactory.getLogger("io.lapwing.broker.sessions");

    private final Worker worker;
    private final List<Departure> left = new ArrayList<>();
    private int more;

    Goodbyes(Worker worker) {
        this.worker = worker;
    }

    /** We close the connection of a client that was let in. */
    void closing(Connection client, ReasonCode reason, String because) {
        log(client, reason, because);
        note(client, reason.label(), because);
    }

    /** The client goes by itself. */
    void leaving(Connection client, String how) {
        note(client, how, "");
    }

    private static void log(Connection client, ReasonCode reason, String because) {
        if (reason == ReasonCode.KEEP_ALIVE_TIMEOUT) {
            LOG.warn(
                    "client {} with username {} stopped due to keepalive expired",
                    client.name(),
                    SafeText.binary(client.terms().userName()));
        } else if (reason == ReasonCode.SERVER_SHUTTING_DOWN) {
            LOG.debug("client {} disconnected: {}", client.name(), because);
        } else {
            LOG.warn(
                    "session for {} stopped abnormally due to '{}' ({})",
                    client.name(),
                    reason.label(),
                    because);
        }
    }

    private void note(Connection client, String how, String because) {
        if (left.size() == Departures.REPORTED_MAX) {
            more++;
            return;
        }
        long now = worker.shared().clock.epochMillis();
        left.add(
                new Departure(
                        client.clientId(),
                        client.terms().userName(),
                        how,
                        because,
                        client.handshake.address(),
                        1,
                        now,
                        now));
    }

    void report() {
        if (!left.isEmpty()) {
            worker.shared().departures.report(List.copyOf(left), more);
            left.clear();
            more = 0;
        }
    }

    /** Ends a connection if it came by this listener, which is closed. */
    static void closed(Connection client, String listener) {
        if (!client.handshake.link().listener().equals(listener)) {
            return;
        }
        String because = "the listener " + listener + " was stopped";
        if (client.isBeforeAnswer()) {
            client.handshake.refuse(Cause.SERVER_SHUTTING_DOWN, because);
        } else {
            client.disconnect(ReasonCode.ADMINISTRATIVE_ACTION, because);
        }
    }
}
