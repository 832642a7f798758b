// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.refusals.Cause;

/**
 * How a connection comes in where MQTT does not begin at once: what has to come first, one part
 * after the other, each in its time. The network tells how it goes; the connection's worker owns
 * it.
 */
public final class Arrival {

    /** What has to come before the CONNECT. */
    public enum Part {
        PROXY_HEADER(Cause.PROXY_HEADER_INVALID, "the PROXY header", "sent no PROXY header"),
        TLS(Cause.TLS_TIMEOUT, "the TLS handshake", "did not complete the TLS handshake"),
        WEBSOCKET(
                Cause.WEBSOCKET_UPGRADE,
                "the WebSocket request",
                "sent no whole WebSocket request");

        private final Cause timeout;
        private final String name;
        private final String missing;

        Part(Cause timeout, String name, String missing) {
            this.timeout = timeout;
            this.name = name;
            this.missing = missing;
        }
    }

    private final Connection connection;
    private Part part = Part.TLS;
    private int seconds;
    private boolean passed;

    Arrival(Connection connection) {
        this.connection = connection;
    }

    /** This has to come next, within so many seconds. */
    public void await(Part next, int withinSeconds) {
        part = next;
        seconds = withinSeconds;
        connection.worker().wheel.schedule(connection, withinSeconds + 1);
    }

    /** This has to come next, in the time that a CONNECT has. */
    public void await(Part next) {
        await(next, connection.worker().shared().limits.connectTimeoutSeconds());
    }

    /** Whether it still goes on. */
    public boolean isOpen() {
        return !passed && connection.isOpen();
    }

    /** Where the connection comes from in truth, or who it is. */
    public void from(Origin origin) {
        connection.handshake.from(origin);
    }

    public Origin origin() {
        return connection.handshake.origin();
    }

    /** Everything came: MQTT begins. */
    public void done() {
        if (isOpen()) {
            passed = true;
            connection.handshake.arrived();
            connection.awaitConnect();
        }
    }

    /** It did not come as it should; nothing happens when the connection is refused already. */
    public void refuse(Cause cause, String because) {
        if (isOpen()) {
            connection.handshake.refuse(cause, because);
        }
    }

    /** What carries the packets came in a way that it may not; none of it is looked at. */
    public void broken(String because) {
        Faults.broken(connection, because);
    }

    void onTimeout() {
        refuse(part.timeout, part.missing + " within " + seconds + " s");
    }

    /** When the client left. */
    String closedWhen() {
        return "before " + part.name + " was complete";
    }
}
