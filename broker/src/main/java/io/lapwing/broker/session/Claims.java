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
    /**
     * What a client wants of its session.
     *
     * @param outlives whether it is to outlive the connection
     */
    record Wish(boolean cleanStart, boolean outlives) {}

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

    /** Claims the id as soon as it is known whether an earlier run left its session. */
    void find(Connection by, String clientId, Wish wanted) {
        Worker here = by.worker();
        here.shared()
                .restoring
                .find(
                        clientId,
                        here,
                        found ->
                                by.goOn(() -> {
                                    if (by.isOpen() && !found) {
                                        by.handshake.notKept();
                                    } else if (by.isOpen()) {
                                        claim(by, clientId, wanted);
                                    }
                                }));
    }

    /**
     * Finds or makes the session for a connection that was admitted, then calls {@link
     * Connection#onClaimed} on the worker that owns session and connection from then on.
     */
    void claim(Connection by, String clientId, Wish wanted) {
        Worker here = by.worker();
        Session held = sessions.get(clientId);
        if (held == null) {
            Session fresh = here.shared().newSession(clientId, here, wanted.outlives());
            held = sessions.putIfAbsent(clientId, fresh);
            if (held == null) {
                by.onClaimed(fresh, false);
                return;
            }
        }
        Session found = held;
        on(found.owner(), here, () -> takeOver(found, by, here, wanted));
    }

    /** Puts a session in its place that an earlier run of the broker left, if nobody has it. */
    boolean restore(Session session) {
        return sessions.putIfAbsent(session.clientId(), session) == null;
    }

    /** Lets go of a client id; nothing happens when another session holds it by now. */
    void release(Session session) {
        sessions.remove(session.clientId(), session);
    }

    /** On the worker that owns the session somebody claims; the claimant is still elsewhere. */
    private void takeOver(Session held, Connection by, Worker home, Wish wanted) {
        Kept kept = held.kept();
        if (kept != null && kept.door.isTaken()) {
            kept.door.whenFree(() -> takeOver(held, by, home, wanted));
            return;
        }
        Connection old = held.connection();
        if (old != null) {
            old.goOn(() -> takeOver(old));
        }
        if (wanted.cleanStart()) {
            held.end();
        }
        boolean stays = sessions.get(held.clientId()) == held;
        on(home, held.owner(), () -> by.goOn(() -> goOn(held, stays, by, wanted)));
    }

    /** Back on the claimant's worker. One that left meanwhile takes nothing from anybody. */
    private void goOn(Session held, boolean stays, Connection by, Wish wanted) {
        if (!by.isOpen()) {
            return;
        }
        if (stays && by.worker() == held.owner()) {
            resume(held, by, wanted);
        } else if (stays) {
            by.moveTo(held.owner(), () -> resume(held, by, wanted));
        } else {
            claim(by, held.clientId(), wanted);
        }
    }

    /** On the session's worker, where the connection has just come to. */
    private void resume(Session held, Connection by, Wish wanted) {
        if (!by.isOpen()) {
            return;
        }
        if (sessions.get(held.clientId()) != held
                || held.connection() != null
                || isBeingEntered(held)) {
            claim(by, held.clientId(), wanted); // somebody was faster
        } else {
            by.onClaimed(held, true);
        }
    }

    private static boolean isBeingEntered(Session held) {
        Kept kept = held.kept();
        return kept != null && kept.door.isTaken();
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
