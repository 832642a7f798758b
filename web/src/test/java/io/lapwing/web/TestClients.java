// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.admission.Login;
import io.lapwing.broker.clients.ClientAnswer;
import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientQuery;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.clients.ClientState;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.refusals.Find;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients without sockets: as many as a test puts in. */
final class TestClients implements ClientsView {
    final Map<String, ClientDetail> sessions = new HashMap<>();
    final Map<String, Login> logins = new HashMap<>();
    final List<Departure> left = new ArrayList<>();

    @Override
    public ClientAnswer query(ClientQuery query) {
        List<ClientRow> rows =
                sessions.values().stream()
                        .map(ClientDetail::row)
                        .filter(row ->
                                Find.of(query.find()).matches(row.clientId(), row.userName(), null))
                        .toList();
        long connected = rows.stream().filter(r -> r.state() == ClientState.CONNECTED).count();
        return new ClientAnswer(
                0,
                (int) connected,
                (int) (rows.size() - connected),
                rows.stream()
                        .filter(r -> query.state() == null || query.state() == r.state())
                        .limit(query.limit())
                        .toList());
    }

    @Override
    public Optional<ClientDetail> client(String clientId) {
        return Optional.ofNullable(sessions.get(clientId));
    }

    @Override
    public boolean has(String clientId) {
        return sessions.containsKey(clientId);
    }

    @Override
    public Optional<Login> lastLogin(String clientId) {
        return Optional.ofNullable(logins.get(clientId));
    }

    @Override
    public List<Departure> departures(int limit) {
        return left;
    }

    @Override
    public List<Departure> departuresOf(String clientId) {
        return left.stream().filter(row -> row.clientId().equals(clientId)).toList();
    }

    @Override
    public boolean disconnect(String clientId) {
        ClientDetail known = sessions.get(clientId);
        return known != null && known.row().state() == ClientState.CONNECTED;
    }

    @Override
    public boolean delete(String clientId) {
        return sessions.remove(clientId) != null;
    }
}
