// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.ReasonCode;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which session speaks for a client id. A client that connects claims its id: the answer comes at
 * once when nobody holds it, and else from the worker of the session that does. Callers are called
 * back either way, so that another machine may answer one day.
 */
final class Claims {
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();

    int size() {
        return sessions.size();
    }

    /** All sessions there are; those that come and go meanwhile may be among them. Any thread. */
    Iterable<Session> all() {
        return sessions.values();
    }

    /** The session of a client id, whoever owns it. */
    @Nullable Session holder(String clientId) {
        return sessions.get(clientId);
    }

    /**
     * Finds or makes the session for a connection that was admitted, then calls {@link
     * Connection#onClaimed} on the worker that owns session and connection from then on.
     */
    void claim(Connection by, String clientId, boolean cleanStart) {
        Worker here = by.worker();
        Session fresh = new Session(clientId, here);
        Session held = sessions.putIfAbsent(clientId, fresh);
        if (held == null) {
            by.onClaimed(fresh, false);
        } else {
            on(held.owner(), here, () -> takeOver(held, by, here, cleanStart));
        }
    }

    /** Lets go of a client id; nothing happens when another session holds it by now. */
    void release(Session session) {
        sessions.remove(session.clientId(), session);
    }

    /** On the worker that owns the session somebody claims; the claimant is still elsewhere. */
    private void takeOver(Session held, Connection by, Worker home, boolean cleanStart) {
        Connection old = held.connection();
        if (old != null) {
            old.goOn(() -> takeOver(old));
        }
        if (cleanStart) {
            held.end();
        }
        boolean stays = sessions.get(held.clientId()) == held;
        on(home, held.owner(), () -> by.goOn(() -> goOn(held, stays, by, cleanStart)));
    }

    /** Back on the claimant's worker. One that left meanwhile takes nothing from anybody. */
    private void goOn(Session held, boolean stays, Connection by, boolean cleanStart) {
        if (!by.isOpen()) {
            return;
        }
        if (stays && by.worker() == held.owner()) {
            resume(held, by, cleanStart);
        } else if (stays) {
            by.moveTo(held.owner(), () -> resume(held, by, cleanStart));
        } else {
            claim(by, held.clientId(), cleanStart);
        }
    }

    /** On the session's worker, where the connection has just come to. */
    private void resume(Session held, Connection by, boolean cleanStart) {
        if (!by.isOpen()) {
            return;
        }
        if (sessions.get(held.clientId()) != held || held.connection() != null) {
            claim(by, held.clientId(), cleanStart); // somebody was faster
        } else {
            by.onClaimed(held, true);
        }
    }

    private static void on(Worker worker, Worker here, Runnable step) {
        if (worker == here) {
            step.run();
        } else {
            worker.tell(step);
        }
    }

    /** Another connection came with this client's id (5.0 §3.1.4, [MQTT-3.1.4-3]). */
    private static void takeOver(Connection old) {
        String because = "another connection came with this client id";
        old.disconnect(ReasonCode.SESSION_TAKEN_OVER, because);
    }
}
