// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Cells;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Check;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection as its listener sees it: where it comes from, and the room it takes. */
final class Visitor {
    private final Listening by;
    private Origin origin;
    private boolean isOpen;
    private boolean hasRoom;

    Visitor(Listening by, Origin origin) {
        this.by = by;
        this.origin = origin;
    }

    Listening by() {
        return by;
    }

    Origin origin() {
        return origin;
    }

    void opened(Cells cells, Admission admission) {
        isOpen = true;
        hasRoom = by.take(cells);
        admission.opened(origin.address());
    }

    /** Whether there is room for it, or has become room by now. */
    boolean findsRoom(Cells cells) {
        hasRoom = hasRoom || by.take(cells);
        return hasRoom;
    }

    /** It no longer takes up room: it was refused, or it is gone. */
    void closed(Cells cells, Admission admission) {
        if (hasRoom) {
            hasRoom = false;
            by.give(cells);
        }
        if (isOpen) {
            isOpen = false;
            admission.closed(origin.address());
        }
    }

    /** Its end is another than it seemed: a proxy stands in between. */
    void from(Origin other, Admission admission) {
        if (isOpen && !other.address().equals(origin.address())) {
            admission.closed(origin.address());
            admission.opened(other.address());
        }
        origin = other;
    }

    /** An attempt of which the network knows all there is to know. */
    Attempt attempt() {
        return attempt(null, -1, null, null);
    }

    /** An attempt of which this much was read. */
    Attempt attempt(
            @Nullable MqttVersion version,
            int level,
            @Nullable String clientId,
            @Nullable String user) {
        String known = origin.userName();
        return new Attempt(
                by.name(),
                origin.address(),
                origin.port(),
                version,
                level,
                clientId,
                known == null ? user : known,
                origin.subject());
    }

    ClientRow.Link link(MqttVersion version) {
        return new ClientRow.Link(by.name(), origin.address(), origin.port(), version);
    }

    /** What an authenticator learns of it. */
    Credentials credentials(String clientId, @Nullable String user, MqttVersion version) {
        return new Credentials(
                clientId,
                user,
                null,
                by.name(),
                origin.address(),
                origin.port(),
                version,
                false,
                Properties.EMPTY,
                origin.identity());
    }

    /** The ladder of who came no further than this. */
    List<Check> failedAt(String what) {
        String port = origin.port() <= 0 ? "" : ":" + origin.port();
        return List.of(
                Check.passed("Listener " + by.name() + ", from " + origin.address() + port),
                Check.failed(what));
    }
}
