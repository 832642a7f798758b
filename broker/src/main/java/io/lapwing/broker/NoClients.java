// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Clock;
import io.lapwing.broker.admission.Login;
import io.lapwing.broker.clients.ClientAnswer;
import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientQuery;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departure;
import java.util.List;
import java.util.Optional;

/** The clients of a program without a broker: none. */
record NoClients(Clock clock) implements ClientsView {

    @Override
    public ClientAnswer query(ClientQuery query) {
        return new ClientAnswer(clock.epochMillis(), 0, 0, List.of());
    }

    @Override
    public Optional<ClientDetail> client(String clientId) {
        return Optional.empty();
    }

    @Override
    public boolean has(String clientId) {
        return false;
    }

    @Override
    public Optional<Login> lastLogin(String clientId) {
        return Optional.empty();
    }

    @Override
    public List<Departure> departures(int limit) {
        return List.of();
    }

    @Override
    public List<Departure> departuresOf(String clientId) {
        return List.of();
    }

    @Override
    public boolean disconnect(String clientId) {
        return false;
    }

    @Override
    public boolean delete(String clientId) {
        return false;
    }
}
