// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import org.jspecify.annotations.Nullable;

/**
 * A client comes in to a session that is kept: it is answered when that it is here is on disk, and
 * later ones wait for that.
 */
final class Entering {
    private final Connection connection;
    private final Session session;
    private final Kept kept;
    private final boolean resumed;

    /** The session is found or made for a client, which may have left meanwhile. */
    static void enter(Connection connection, Session session, boolean resumed) {
        Kept kept = session.kept();
        if (connection.isOpen() && kept == null) {
            connection.begin(session, resumed);
        } else if (connection.isOpen() && kept != null) {
            new Entering(connection, session, kept, resumed).begin();
        } else if (!resumed) {
            session.discard();
        }
    }

    private Entering(Connection connection, Session session, Kept kept, boolean resumed) {
        this.connection = connection;
        this.session = session;
        this.kept = kept;
        this.resumed = resumed;
    }

    private void begin() {
        kept.door.take();
        kept.open(
                connection.handshake.wanted(kept.number),
                failure -> connection.goOn(() -> onKept(failure)));
    }

    private void onKept(@Nullable String failure) {
        answer(failure);
        kept.door.free();
    }

    private void answer(@Nullable String failure) {
        if (connection.isOpen() && failure == null && !session.isOver()) {
            connection.begin(session, resumed);
            return;
        }
        if (resumed) {
            session.stayAway();
        } else {
            session.discard();
        }
        if (connection.isOpen()) {
            connection.handshake.notKept();
        }
    }
}
