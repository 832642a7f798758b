// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What earlier lines of Mosquitto's log have said about the attempt that is told now. */
final class MosquittoMemory {
    /** Connections that have come and are neither in nor gone; the oldest is forgotten. */
    static final int PENDING_MAX = 1_024;

    /** Clients that are in; the oldest is forgotten, and may be taken for refused when it goes. */
    static final int CLIENTS_MAX = 100_000;

    /** In the order in which they came; true for all. */
    private final Set<Peer> pending = new LinkedHashSet<>();

    private final LinkedHashMap<String, Peer> clients = new LinkedHashMap<>();
    private int code;
    private @Nullable String answeredClient;
    private Peer answeredPeer = Peer.UNKNOWN;
    private String version = "";
    private String tls = "";

    void came(Peer peer) {
        if (pending.size() == PENDING_MAX) {
            pending.remove(pending.iterator().next());
        }
        pending.add(peer);
    }

    void letIn(Peer peer, String client) {
        pending.remove(peer);
        if (clients.size() == CLIENTS_MAX) {
            clients.remove(clients.keySet().iterator().next());
        }
        clients.put(client, peer);
        forgetAttempt();
    }

    /** Whether it was in. */
    boolean left(String client) {
        return clients.remove(client) != null;
    }

    /** A CONNACK that goes to a client, or to an address while no client is known. */
    void answered(int sent, String name, Peer peer) {
        code = sent;
        answeredPeer = peer;
        answeredClient = peer.equals(Peer.UNKNOWN) ? name : null;
    }

    void badVersion(String level) {
        version = level;
    }

    void tlsSaid(String text) {
        tls = text;
    }

    int code() {
        return code;
    }

    @Nullable String answeredClient() {
        return answeredClient;
    }

    String version() {
        return version;
    }

    String tls() {
        return tls;
    }

    /**
     * Where the attempt came from: as the line told, else as the CONNACK before it, else from the
     * only place that somebody has come from.
     *
     * @param nameless whether the broker knew no client id: else the CONNACK named the client, who
     *     may call itself an address
     */
    Peer peer(Peer told, boolean nameless) {
        Peer known = told.equals(Peer.UNKNOWN) && nameless ? answeredPeer : told;
        Peer only = null;
        int fitting = 0;
        boolean oneAddress = true;
        for (Peer each : pending) {
            if (known.equals(Peer.UNKNOWN) || each.address().equals(known.address())) {
                oneAddress &= only == null || only.address().equals(each.address());
                only = each;
                fitting++;
            }
        }
        if (told.port() > 0) {
            pending.remove(told);
            return told;
        }
        if (only == null) {
            return known;
        }
        if (fitting == 1) {
            pending.remove(only);
            return only;
        }
        pending.remove(oldest(only.address(), oneAddress));
        return oneAddress ? new Peer(only.address(), 0) : known;
    }

    /** The next line is about somebody else. */
    void forgetAttempt() {
        code = 0;
        answeredClient = null;
        answeredPeer = Peer.UNKNOWN;
        version = "";
        tls = "";
    }

    private Peer oldest(String address, boolean ofThisAddress) {
        for (Peer each : pending) {
            if (!ofThisAddress || each.address().equals(address)) {
                return each;
            }
        }
        return Peer.UNKNOWN;
    }
}
