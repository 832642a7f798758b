// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Series;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Will;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: bytes in, bytes out, and its state. Its worker owns it; the network
 * beneath is a {@link Transport}. A partial packet waits in a small carry that is there only while
 * it is needed, and so is the output of a turn.
 */
public final class Connection extends Timer {
    private static final int LINGER_SECONDS = 2;
    private static final int LINGER_BYTES_MAX = 1_024 * 1_024;

    /** What a client may send ahead of the answer to its CONNECT. */
    private static final int WAITING_BYTES_MAX = 16 * 1_024 * 1_024;

    private Worker worker;
    final Transport transport;
    final Handshake handshake;
    private final Input input = new Input(this);
    private final KeepAlive keepAlive = new KeepAlive(this);
    final Output output;
    final Reading reading;
    private Stage stage = Stage.CONNECT;
    private int lingered;
    private boolean ended;

    // Known from the CONNECT on.
    private MqttVersion version = MqttVersion.V3_1_1;
    private @Nullable Session session;
    private Terms terms = Terms.BEFORE_CONNECT;
    private @Nullable Inbound inbound;
    @Nullable Reauthentication reauthentication;

    public Connection(Worker worker, Transport transport, Listening by, Origin origin) {
        this.worker = worker;
        this.transport = transport;
        this.handshake = new Handshake(this, by, origin);
        this.output = new Output(this, transport);
        this.reading = new Reading(this, transport);
    }

    Worker worker() {
        return worker;
    }

    MqttVersion version() {
        return version;
    }

    boolean awaitsConnect() {
        return stage == Stage.CONNECT;
    }

    boolean isBeforeAnswer() {
        return stage.isBeforeAnswer();
    }

    boolean isConnected() {
        return stage == Stage.PACKETS;
    }

    /** Whether the next packet may be looked at. */
    boolean takesPackets() {
        return stage.takesPackets() && !reading.isHeld();
    }

    @Nullable Session session() {
        return session;
    }

    String clientId() {
        return session == null ? "" : session.clientId();
    }

    /** What CONNECT and CONNACK settled. */
    Terms terms() {
        return terms;
    }

    /** As whom the rules know it. */
    Client client() {
        return new Client(clientId(), terms.userName(), terms.rules());
    }

    /** As VerneMQ's log writes a client. */
    String name() {
        String id = session == null ? handshake.clientId() : session.clientId();
        return "{[]," + SafeText.binary(id) + "}";
    }

    /** The socket is open: its CONNECT has so many seconds to come. */
    public void onOpen() {
        count(counters().socketOpen);
        handshake.opened();
        awaitConnect();
    }

    /** Something has to come before the CONNECT: a proxy's header, TLS, an HTTP request. */
    public Arrival arrival() {
        stage = Stage.ARRIVAL;
        return handshake.arrive();
    }

    void awaitConnect() {
        stage = Stage.CONNECT;
        worker.wheel.schedule(this, worker.shared().limits.connectTimeoutSeconds() + 1);
    }

    /** Bytes came in; they are consumed or copied before this returns. */
    public void onRead(byte[] bytes, int length) {
        worker.cells.add(counters().bytesReceived, length);
        keepAlive.onHeard();
        if (stage == Stage.CLOSE) {
            lingered += length;
            if (lingered > LINGER_BYTES_MAX) {
                transport.close();
            }
        } else {
            boolean waiting = stage == Stage.VERDICT;
            input.onBytes(bytes, length);
            if (waiting) {
                reading.await();
                if (input.bytesHeld() > WAITING_BYTES_MAX) {
                    transport.close(); // it closed its side, and all of the rest is read at once
                }
            }
        }
    }

    /**
     * The client sends no more, without a goodbye (a closed socket and one that is closed half look
     * alike). What it sent before is answered still.
     */
    public void onEnd() {
        switch (stage) {
            case VERDICT -> ended = true;
            case PACKETS -> {
                ended = true;
                takeHeld();
                leaveIfDone();
            }
            case ARRIVAL, CONNECT, EXCHANGE, CLOSE -> transport.close();
            case NOTHING -> {}
        }
    }

    /** The network takes output again. */
    public void onWritable() {
        if (session != null) {
            session.drain();
        }
    }

    /** The socket is closed, by either side. */
    public void onClosed() {
        takeHeld();
        if (stage == Stage.NOTHING) {
            return;
        }
        if (isConnected()) {
            worker.goodbyes.leaving(this, Departure.LOST);
        }
        boolean unanswered = stage.isBeforeAnswer();
        stage = Stage.NOTHING;
        worker.wheel.cancel(this);
        if (unanswered) {
            handshake.onClosedByClient(input.bytesHeld());
        }
        input.drop();
        output.drop();
        leaveSession(true);
        handshake.closed();
        count(counters().socketClose);
        worker.onClosed();
    }

    /** The socket broke. */
    public void onError() {
        count(counters().socketError);
        transport.close();
    }

    /** A fault of ours outside a packet: this connection is dropped. */
    public void onFault(Throwable fault) {
        Faults.elsewhere(this, fault);
    }

    /** Does what was put off to a later turn: a fault in it costs this connection only. */
    void goOn(Runnable work) {
        Faults.guard(this, work);
    }

    @Override
    void onTimer() {
        switch (stage) {
            case ARRIVAL -> handshake.arrive().onTimeout();
            case CONNECT, EXCHANGE -> handshake.onTimeout(input.bytesHeld());
            case VERDICT -> worker.wheel.schedule(this, LINGER_SECONDS);
            case PACKETS -> keepAlive.look();
            case CLOSE -> transport.close();
            case NOTHING -> {}
        }
    }

    /** The server stops: whoever can be told is told (5.0 §4.13). */
    void onServerStop() {
        switch (stage) {
            case ARRIVAL, CONNECT, VERDICT, EXCHANGE -> handshake.onServerStop();
            case PACKETS -> disconnect(ReasonCode.SERVER_SHUTTING_DOWN, "the server stops");
            case CLOSE, NOTHING -> {}
        }
    }

    /** Found the session: the client is in. */
    void onClaimed(Session claimed, boolean resumed) {
        Entering.enter(this, claimed, resumed);
    }

    /** The client is in: it is answered, and gets what waited for it. */
    void begin(Session claimed, boolean resumed) {
        session = claimed;
        stage = Stage.PACKETS;
        claimed.attach(this, resumed);
        if (!handshake.accept(claimed, resumed)) {
            String because = "its CONNACK is larger than it takes";
            worker.goodbyes.closing(this, ReasonCode.PACKET_TOO_LARGE, because);
            leaveSession(false);
            finish(); // there is no DISCONNECT before a CONNACK (5.0 §3.14)
            return;
        }
        keepAlive.begin();
        worker.early.hold(this);
        claimed.resume(this);
        reading.answered();
        input.resume();
        leaveIfDone();
    }

    /** Its client sends no more: it leaves when what came before is dealt with. */
    private void leaveIfDone() {
        if (ended && isConnected() && !reading.isHeld()) {
            leave(true, Departure.LOST);
        }
    }

    /** No packet is looked at before the client is answered. */
    void awaitVerdict() {
        stage = Stage.VERDICT;
    }

    /** The client has to go on with the exchange that its CONNECT began. */
    void awaitExchange() {
        stage = Stage.EXCHANGE;
        worker.wheel.schedule(this, worker.shared().limits.connectTimeoutSeconds() + 1);
        reading.answered();
        input.resume();
    }

    void speaks(MqttVersion spoken) {
        version = spoken;
    }

    /** CONNECT is answered on these terms. */
    void agree(Terms agreed, Session mine) {
        terms = worker.shared(agreed);
        mine.knownAs(agreed.userName());
        output.sendAliased(agreed.aliasesOut());
    }

    /** What this connection needs to publish. */
    Inbound inbound(Session mine) {
        if (inbound == null) {
            inbound = new Inbound(mine.unreleased().size(), reading);
        }
        return inbound;
    }

    /** Nobody holds it any more: goes on, in a turn of its own, with what came before. */
    void onReleased() {
        keepAlive.onHeard();
        worker.tell(() -> goOn(this::resume));
    }

    private void resume() {
        input.resume();
        leaveIfDone();
    }

    /** Nothing more comes: what came before and was held is dealt with now. */
    private void takeHeld() {
        if (reading.end(worker.publishing.inquiries())) {
            goOn(input::resume);
        }
    }

    /** Goes to another worker; nothing more happens when it is closed already. */
    void moveTo(Worker target, Runnable then) {
        if (!isOpen()) {
            return;
        }
        output.flush();
        worker.wheel.cancel(this);
        transport.moveTo(
                target,
                () -> {
                    worker = target;
                    worker.wheel.schedule(this, LINGER_SECONDS);
                    if (target.isStopping()) {
                        onServerStop();
                    } else {
                        goOn(then);
                    }
                });
    }

    /** Tells an MQTT 5 client why, and closes; MQTT 3 has no word for it. */
    void disconnect(ReasonCode reason, String because) {
        if (!isConnected()) {
            return;
        }
        worker.goodbyes.closing(this, reason, because);
        if (version.isV5() && output.send(new Disconnect(reason))) {
            count(counters().acked(Acked.DISCONNECT_SENT, version, reason.code()));
        }
        leaveSession(worker.shared().lives.leavesWill(reason));
        finish();
    }

    /** Sends what is left, then FIN; waits a little for the client to close first. */
    void finish() {
        end();
        if (ended) {
            transport.closeWhenWritten();
        } else {
            transport.finish();
        }
    }

    /** The client goes; what it sends behind its goodbye is not looked at (5.0 §3.14.4). */
    void leave(boolean publishWill, String how) {
        worker.goodbyes.leaving(this, how);
        leaveSession(publishWill);
        end();
        transport.closeWhenWritten();
    }

    private void end() {
        output.flush();
        stage = Stage.CLOSE;
        input.drop();
        worker.wheel.schedule(this, LINGER_SECONDS);
        reading.toTheEnd();
    }

    void count(@Nullable Series series) {
        if (series != null) {
            worker.cells.increment(series);
        }
    }

    Counters counters() {
        return worker.counters();
    }

    boolean isOpen() {
        return stage.isOpen();
    }

    void onPacket(byte[] bytes, int at, int length) {
        Session mine = session;
        if (mine != null) {
            worker.packets.onPacket(this, mine, bytes, at, length);
        } else {
            handshake.onPacket(PacketCodec.read(bytes, at, length, version));
        }
    }

    private void leaveSession(boolean publishWill) {
        Session left = session;
        if (left == null) {
            return;
        }
        session = null;
        Will will = handshake.left();
        left.detach(publishWill ? will : null, version);
    }
}
