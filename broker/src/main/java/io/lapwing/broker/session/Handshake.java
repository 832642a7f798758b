// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Cells;
import io.lapwing.broker.admission.ConnectAttempt;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.Exchange;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.admission.Verdict;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.kept.KeptSession;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.Auth;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.ReturnCode;
import io.lapwing.protocol.Will;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a connection's life: from the open socket to its CONNACK, with the one place
 * where a connection is refused. Afterwards it keeps what the CONNECT left behind: the will.
 */
final class Handshake {
    private final Connection connection;
    private final Visitor visitor;
    private @Nullable Arrival arrival;
    private @Nullable Connect connect;
    private @Nullable Agreement agreement; // from the verdict to the answer
    private @Nullable Exchange exchange;
    private @Nullable Will will;
    private long connectNanos;
    private int sinceSecond; // of the worker it was admitted on; they all begin together

    Handshake(Connection connection, Listening by, Origin origin) {
        this.connection = connection;
        this.visitor = new Visitor(by, origin);
    }

    /** What comes before the CONNECT. */
    Arrival arrive() {
        Arrival known = arrival;
        if (known == null) {
            known = new Arrival(connection);
            arrival = known;
        }
        return known;
    }

    /** The CONNECT may come now. */
    void arrived() {
        arrival = null;
    }

    Origin origin() {
        return visitor.origin();
    }

    void from(Origin other) {
        visitor.from(other, shared().admission);
    }

    void opened() {
        visitor.opened(cells(), shared().admission);
    }

    void closed() {
        visitor.closed(cells(), shared().admission);
    }

    /** A packet before the CONNECT is answered: the CONNECT itself, or a step of its exchange. */
    void onPacket(Packet packet) {
        Exchange running = exchange;
        if (running == null) {
            onConnect((Connect) packet);
            return;
        }
        switch (packet) {
            case Auth auth when isNext(auth, running) -> {
                countAuth(auth);
                connection.awaitVerdict();
                running.hear(auth.properties().binary(Property.AUTHENTICATION_DATA));
            }
            case Disconnect goodbye -> leave("said goodbye in the middle of its authentication");
            default -> {
                String because =
                        "neither the next step of its authentication nor a goodbye (5.0 §4.12)";
                refuse(Cause.PROTOCOL_ERROR, because, visitor.failedAt(because), null);
            }
        }
    }

    /** With the method of the CONNECT, and no other reason (5.0 §4.12). */
    private static boolean isNext(Auth auth, Exchange running) {
        return auth.reason() == ReasonCode.CONTINUE_AUTHENTICATION
                && running.method().equals(auth.properties().text(Property.AUTHENTICATION_METHOD));
    }

    private void countAuth(Auth auth) {
        connection.count(
                connection
                        .counters()
                        .acked(Acked.AUTH_RECEIVED, MqttVersion.V5, auth.reason().code()));
    }

    private void onConnect(Connect read) {
        Worker worker = connection.worker();
        connectNanos = worker.nowNanos();
        connect = read;
        connection.speaks(read.version());
        connection.count(connection.counters().connectReceived[Counters.index(read.version())]);
        ConnectAttempt attempt =
                new ConnectAttempt(
                        read,
                        visitor.by().settings(),
                        visitor.origin(),
                        !visitor.findsRoom(cells()),
                        worker.isStopping());
        connection.awaitVerdict();
        onVerdict(
                shared().admission
                        .judge(attempt, verdict -> worker.tell(() -> onLateVerdict(verdict))));
    }

    private void onLateVerdict(Verdict verdict) {
        connection.goOn(() -> onVerdict(verdict));
    }

    private void onVerdict(Verdict verdict) {
        Connect asked = connect;
        if (!connection.isOpen() || asked == null) {
            return; // the client did not wait
        }
        switch (verdict) {
            case Verdict.Admitted in -> {
                Agreement settled = new Agreement(asked, in, shared());
                agreement = settled;
                shared().claims.find(connection, in.clientId(), settled.wish());
            }
            case Verdict.Refused no -> refuse(no.cause(), no.because(), no.checks(), no.instead());
            case Verdict.Challenged(Exchange next, byte[] data) -> {
                exchange = next;
                Reauthentication.send(
                        connection, ReasonCode.CONTINUE_AUTHENTICATION, next.method(), data);
                connection.awaitExchange();
            }
            case Verdict.Pending() -> {}
        }
    }

    /** What is known of the client, or what it asks for, is out of reach of the disk now. */
    void notKept() {
        String because = "its session cannot be read or written now, see the log of the store";
        refuse(Cause.STORAGE_UNAVAILABLE, because, visitor.failedAt(because), null);
    }

    /** The session as it will be when the client is in. */
    KeptSession wanted(long number) {
        Agreement settled = Objects.requireNonNull(agreement);
        will = settled.will();
        return state(number, settled.sessionExpirySeconds(), settled.userName());
    }

    /** The session as it is while the client is here. */
    KeptSession state(long number, long expirySeconds, @Nullable String user) {
        return Wills.kept(number, user, expirySeconds, will, connection);
    }

    /** The session is there: settles the terms and answers the CONNECT; false if it cannot. */
    boolean accept(Session session, boolean resumed) {
        Agreement settled = Objects.requireNonNull(agreement);
        Connect asked = Objects.requireNonNull(connect);
        connect = null; // it holds the password
        agreement = null;
        exchange = null;
        will = settled.will();
        session.expireAfter(settled.sessionExpirySeconds());
        long lifetime = settled.lifetimeSeconds(visitor.by().lifetimeSeconds());
        long until = lifetime == 0 ? Long.MAX_VALUE : connection.worker().second() + lifetime + 1;
        sinceSecond = connection.worker().intSecond();
        connection.agree(settled.terms(until), session);
        boolean answered = connection.output.send(ConnAck.accepting(resumed, settled.told()));
        if (answered) {
            connection.count(connection.counters().connack(connection.version().isV5(), 0));
        }
        observeLatency();
        shared().onlooker.registered(connection.client(), asked, address(), origin().port());
        shared().onlooker.awake(session.clientId());
        connection.count(connection.counters().activeConnections);
        connection.count(connection.counters().totalActiveConnections);
        return answered;
    }

    /** The connection leaves its session; returns the will that is left of it. */
    @Nullable Will left() {
        cells().add(connection.counters().activeConnections, -1);
        cells().add(connection.counters().totalActiveConnections, -1);
        Will last = will;
        will = null;
        return last;
    }

    void onMalformed(MalformedPacket malformed) {
        Cause cause = Faults.causeOf(malformed);
        MqttVersion version = malformed.version();
        if (version != null) {
            connection.speaks(version);
        }
        if (connect != null) { // the CONNECT was fine, a packet of its exchange is not
            refuse(cause, malformed.getMessage(), visitor.failedAt(malformed.getMessage()), null);
            return;
        }
        Attempt who =
                visitor.attempt(version, malformed.protocolLevel(), malformed.clientId(), null);
        refuse(who, cause, malformed.getMessage(), visitor.failedAt(malformed.getMessage()), null);
    }

    void onTimeout(int bytesHeld) {
        if (exchange != null) {
            String because =
                    "did not go on with its authentication within "
                            + shared().limits.connectTimeoutSeconds()
                            + " s";
            refuse(Cause.AUTHENTICATION_FAILED, because, visitor.failedAt(because), null);
            return;
        }
        connection.count(connection.counters().socketCloseTimeout);
        int limit = shared().limits.connectTimeoutSeconds();
        String what = bytesHeld == 0 ? "sent nothing" : "sent no complete CONNECT";
        String because = what + " within " + limit + " s";
        refuse(attempt(), Cause.CONNECT_TIMEOUT, because, visitor.failedAt(because), null);
    }

    /** The socket is gone already: there is nobody to answer. */
    void onClosedByClient(int bytesHeld) {
        Arrival way = arrival;
        String when =
                connect != null
                        ? "before its CONNECT was answered"
                        : way != null
                                ? way.closedWhen()
                                : bytesHeld == 0
                                        ? "before it sent a byte"
                                        : "in the middle of its CONNECT";
        closedByClient("closed " + when);
    }

    /** It gives up: there is nothing to answer. */
    private void leave(String because) {
        closedByClient(because);
        connect = null;
        closed();
        connection.finish();
    }

    private void closedByClient(String because) {
        countAndRecord(
                refusal(
                        attempt(),
                        Cause.CLOSED_BY_CLIENT,
                        because,
                        visitor.failedAt(because),
                        null));
    }

    /** The client was in, and has been told to go. */
    void onReauthenticationFailed(String clientId, Cause cause, String because, ReasonCode told) {
        MqttVersion version = connection.version();
        String user = connection.terms().userName();
        Attempt who = visitor.attempt(version, version.level(), clientId, user);
        countAndRecord(refusal(who, cause, because, visitor.failedAt(because), told));
    }

    /** Where the connection comes from, and where it came to. */
    ClientRow.Link link() {
        return visitor.link(connection.version());
    }

    String address() {
        return origin().address();
    }

    /** The worker's second in which the client was let in. */
    int sinceSecond() {
        return sinceSecond;
    }

    Credentials credentials(String clientId, @Nullable String user) {
        return visitor.credentials(clientId, user, connection.version());
    }

    /** Nothing of MQTT was looked at yet, or none of it can be. */
    void refuse(Cause cause, String because) {
        refuse(attempt(), cause, because, visitor.failedAt(because), null);
    }

    void onServerStop() {
        refuse(
                Cause.SERVER_SHUTTING_DOWN,
                "the server stops",
                visitor.failedAt("The server stops"),
                null);
    }

    void onBug() {
        refuse(Cause.INTERNAL_ERROR, "a fault of ours", visitor.failedAt("A fault of ours"), null);
    }

    private void refuse(
            Cause cause, String because, List<Check> checks, @Nullable ReasonCode instead) {
        refuse(attempt(), cause, because, checks, instead);
    }

    /** The only place a connection is refused: answer, count, record, close. */
    private void refuse(
            Attempt who,
            Cause cause,
            String because,
            List<Check> checks,
            @Nullable ReasonCode instead) {
        Refusal refusal = refusal(who, cause, because, checks, instead);
        answer(refusal);
        countAndRecord(refusal);
        connect = null;
        closed();
        connection.finish();
    }

    private Refusal refusal(
            Attempt who,
            Cause cause,
            String because,
            List<Check> checks,
            @Nullable ReasonCode instead) {
        return new Refusal(cause, shared().clock.epochMillis(), who, because, checks, instead);
    }

    private void answer(Refusal refusal) {
        ReasonCode reason = refusal.reasonCode();
        ReturnCode code = refusal.returnCode();
        if (reason != null) {
            connection.speaks(MqttVersion.V5);
            connection.output.send(ConnAck.refusing(reason, Explanations.of(refusal, connect)));
            connection.count(connection.counters().connack(true, reason.code()));
        } else if (code != null) {
            connection.speaks(MqttVersion.V3_1_1);
            connection.output.send(ConnAck.refusing(code));
            connection.count(connection.counters().connack(false, code.code()));
        }
        if (connect != null && (reason != null || code != null)) {
            observeLatency();
        }
    }

    private void countAndRecord(Refusal refusal) {
        connection.count(visitor.by().refusals().of(refusal.cause(), refusal.attempt().version()));
        shared().refusals.refused(refusal);
    }

    private void observeLatency() {
        long micros = (connection.worker().nowNanos() - connectNanos) / 1_000;
        connection.worker().cells.observe(connection.counters().connackLatency, micros);
    }

    /** As the client says; null as long as it has not said it, and once it was answered. */
    @Nullable String clientId() {
        Connect asked = connect;
        return asked == null ? null : asked.clientId();
    }

    private Attempt attempt() {
        Connect read = connect;
        if (read == null) {
            return visitor.attempt();
        }
        int level = read.version().level();
        String user = exchange == null ? read.userName() : exchange.userName();
        return visitor.attempt(read.version(), level, read.clientId(), user);
    }

    private Shared shared() {
        return connection.worker().shared();
    }

    private Cells cells() {
        return connection.worker().cells;
    }
}
