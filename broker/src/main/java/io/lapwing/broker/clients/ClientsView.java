// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import io.lapwing.broker.admission.Login;
import java.util.List;
import java.util.Optional;

/** What other rooms may ask about clients. Any thread but a worker may call it. */
public interface ClientsView {
    ClientAnswer query(ClientQuery query);

    /** Empty when no session speaks for this client id. */
    Optional<ClientDetail> client(String clientId);

    /** Whether a session speaks for this client id now. Does not wait for anybody. */
    boolean has(String clientId);

    /** The newest time this client was let in that is remembered. */
    Optional<Login> lastLogin(String clientId);

    /** How clients left, the latest first. */
    List<Departure> departures(int limit);

    /** How one client left, the latest first. */
    List<Departure> departuresOf(String clientId);

    /** Closes the client's connection; its session stays as it would after any other one. */
    boolean disconnect(String clientId);

    /** Closes the client's connection and forgets its session with all that waits in it. */
    boolean delete(String clientId);
}
