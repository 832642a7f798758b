// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Reply;
import io.lapwing.broker.admission.Login;
import io.lapwing.broker.clients.ClientAnswer;
import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientQuery;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.clients.Departures;
import io.lapwing.broker.refusals.Find;
import io.lapwing.protocol.ReasonCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The clients of all workers, for whoever asks from outside. A worker is asked about a few of its
 * sessions at a time, so that no connection waits for the answer.
 */
public final class Clients implements ClientsView {
    private static final int SLICE_MAX = 250;

    private final Shared shared;
    private final Departures departures;

    public Clients(Shared shared, Departures departures) {
        this.shared = shared;
        this.departures = departures;
    }

    @Override
    public ClientAnswer query(ClientQuery query) {
        Gathering found = new Gathering(query);
        Map<Worker, List<Session>> slices = new LinkedHashMap<>();
        for (Session session : shared.claims.all()) {
            Worker owner = session.owner();
            List<Session> slice = slices.computeIfAbsent(owner, _ -> new ArrayList<>());
            slice.add(session);
            if (slice.size() == SLICE_MAX) {
                found.add(rows(owner, slice));
                slice.clear();
            }
        }
        slices.forEach((owner, rest) -> found.add(rows(owner, rest)));
        return found.answer(shared.clock.epochMillis());
    }

    private static List<ClientRow> rows(Worker owner, List<Session> sessions) {
        return ask(
                owner,
                () -> sessions.stream().filter(each -> !each.isOver()).map(Session::row).toList());
    }

    @Override
    public Optional<ClientDetail> client(String clientId) {
        Session session = shared.claims.holder(clientId);
        return session == null
                ? Optional.empty()
                : ask(
                        session.owner(),
                        () -> Optional.of(session).filter(s -> !s.isOver()).map(Session::detail));
    }

    @Override
    public boolean has(String clientId) {
        return shared.claims.holder(clientId) != null;
    }

    @Override
    public Optional<Login> lastLogin(String clientId) {
        return Optional.ofNullable(shared.admission.lastLogin(clientId));
    }

    @Override
    public List<Departure> departures(int limit) {
        return departures.latest(limit);
    }

    @Override
    public List<Departure> departuresOf(String clientId) {
        return departures.of(clientId);
    }

    @Override
    public boolean disconnect(String clientId) {
        Session session = shared.claims.holder(clientId);
        return session != null && ask(session.owner(), () -> disconnect(session));
    }

    @Override
    public boolean delete(String clientId) {
        Session session = shared.claims.holder(clientId);
        return session != null
                && ask(
                        session.owner(),
                        () -> {
                            boolean there = !session.isOver();
                            boolean unused = disconnect(session);
                            session.end();
                            return there;
                        });
    }

    /** On the session's worker. */
    private static boolean disconnect(Session session) {
        Connection link = session.connection();
        if (link == null) {
            return false;
        }
        link.disconnect(ReasonCode.ADMINISTRATIVE_ACTION, "an administrator asked for it");
        return true;
    }

    private static <R> R ask(Worker owner, Supplier<R> question) {
        Reply<R> reply = new Reply<>();
        owner.tell(() -> reply.with(question));
        return reply.await("worker " + owner.index);
    }

    /** The rows that match, as many of the latest as are wanted. */
    private static final class Gathering {
        private static final Comparator<ClientRow> LATEST_LAST =
                Comparator.comparingLong(ClientRow::sinceMillis)
                        .thenComparing(ClientRow::clientId, Comparator.reverseOrder());

        private final ClientQuery query;
        private final Find find;
        private final PriorityQueue<ClientRow> latest = new PriorityQueue<>(LATEST_LAST);
        private int connected;
        private int offline;

        Gathering(ClientQuery query) {
            this.query = query;
            this.find = Find.of(query.find());
        }

        void add(List<ClientRow> rows) {
            for (ClientRow row : rows) {
                ClientRow.Link link = row.link();
                if (find.matches(
                        row.clientId(), row.userName(), link == null ? null : link.address())) {
                    count(row);
                }
            }
        }

        private void count(ClientRow row) {
            switch (row.state()) {
                case CONNECTED -> connected++;
                case OFFLINE -> offline++;
            }
            if (query.state() == null || query.state() == row.state()) {
                latest.add(row);
                if (latest.size() > query.limit()) {
                    latest.remove();
                }
            }
        }

        ClientAnswer answer(long nowMillis) {
            List<ClientRow> rows = new ArrayList<>(latest);
            rows.sort(LATEST_LAST.reversed());
            return new ClientAnswer(nowMillis, connected, offline, rows);
        }
    }
}
