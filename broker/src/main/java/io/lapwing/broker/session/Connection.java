// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Series;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.Route;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: bytes in, bytes out, and its state. Its worker owns it; the network
 * beneath is a {@link Transport}. A partial packet waits in a small carry that is there only while
 * it is needed, and so is the output of a turn.
 */
public final class Connection {
    /** QoS 1 and 2 messages we take from a client at a time (5.0 §3.2.2.3.3). */
    static final int RECEIVE_MAX = 65_535;

    private static final int LINGER_SECONDS = 2;
    private static final int LINGER_BYTES_MAX = 1_024 * 1_024;

    /** What a connection waits for. */
    enum State {
        CONNECT,
        VERDICT,
        PACKETS,
        /** Everything is said; FIN goes out, and what the client still sends is thrown away. */
        CLOSE,
        NOTHING
    }

    private Worker worker;
    private final Transport transport;
    private final Handshake handshake;
    private final Input input = new Input(this);
    final Output output;
    private State state = State.CONNECT;
    private int lingered;
    private long heardSecond;
    private boolean reading = true;
    private boolean heldBack;

    // Known from the CONNECT on.
    private MqttVersion version = MqttVersion.V3_1_1;
    private @Nullable Session session;
    private Terms terms = Terms.BEFORE_CONNECT;
    @Nullable Route lastRoute;

    // Links of the timer wheel.
    int timerSlot = -1;
    @Nullable Connection timerNext;
    @Nullable Connection timerPrevious;

    public Connection(Worker worker, Transport transport, Listening by, String address, int port) {
        this.worker = worker;
        this.transport = transport;
        this.handshake = new Handshake(this, by, address, port);
        this.output = new Output(this, transport);
    }

    Worker worker() {
        return worker;
    }

    MqttVersion version() {
        return version;
    }

    boolean awaitsConnect() {
        return state == State.CONNECT;
    }

    boolean isConnected() {
        return state == State.PACKETS;
    }

    boolean isWritable() {
        return transport.isWritable();
    }

    String clientId() {
        return session == null ? "" : session.clientId();
    }

    @Nullable String userName() {
        return terms.userName();
    }

    /** What CONNECT and CONNACK settled. */
    Terms terms() {
        return terms;
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
        worker.wheel.schedule(this, worker.shared().limits.connectTimeoutSeconds() + 1);
    }

    /** Bytes came in; they are consumed or copied before this returns. */
    public void onRead(byte[] bytes, int length) {
        worker.cells.add(counters().bytesReceived, length);
        heardSecond = worker.second();
        if (state == State.CLOSE) {
            lingered += length;
            if (lingered > LINGER_BYTES_MAX) {
                transport.close();
            }
        } else {
            boolean waiting = state == State.VERDICT;
            input.onBytes(bytes, length);
            if (waiting) {
                pause(); // what comes before the answer must not pile up
            }
        }
    }

    /** The network takes output again. */
    public void onWritable() {
        if (session != null) {
            session.outbound.drain();
        }
    }

    /** The socket is closed, by either side. */
    public void onClosed() {
        if (state == State.NOTHING) {
            return;
        }
        State was = state;
        state = State.NOTHING;
        worker.wheel.cancel(this);
        if (was == State.CONNECT || was == State.VERDICT) {
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
        worker.bug("the connection of " + name(), fault);
        if (state == State.CONNECT || state == State.VERDICT) {
            handshake.onBug();
        } else {
            transport.close();
        }
    }

    /** Does what was put off to a later turn: a fault in it costs this connection only. */
    void goOn(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            onFault(bug);
        }
    }

    void onTimer() {
        switch (state) {
            case CONNECT -> handshake.onTimeout(input.bytesHeld());
            case VERDICT -> worker.wheel.schedule(this, LINGER_SECONDS);
            case PACKETS -> checkKeepAlive();
            case CLOSE -> transport.close();
            case NOTHING -> {}
        }
    }

    /** The server stops: whoever can be told is told (5.0 §4.13). */
    void onServerStop() {
        switch (state) {
            case CONNECT, VERDICT -> handshake.onServerStop();
            case PACKETS -> disconnect(ReasonCode.SERVER_SHUTTING_DOWN, "the server stops");
            case CLOSE, NOTHING -> {}
        }
    }

    /** Another connection came with this client's id (5.0 §3.1.4, [MQTT-3.1.4-3]). */
    void takenOver() {
        disconnect(ReasonCode.SESSION_TAKEN_OVER, "another connection came with this client id");
    }

    /** Found the session: the client is in. */
    void onClaimed(Session claimed, boolean resumed) {
        if (!isOpen()) {
            if (!resumed) {
                claimed.end();
            }
            return;
        }
        session = claimed;
        state = State.PACKETS;
        claimed.attach(this, resumed);
        terms = handshake.accept(claimed, resumed);
        worker.wheel.schedule(this, silenceLeft());
        claimed.outbound.resend();
        read(true);
        input.resume();
    }

    /** No packet is looked at before the CONNECT is answered. */
    void awaitVerdict() {
        state = State.VERDICT;
    }

    private void pause() {
        if (state == State.VERDICT) {
            read(false);
        }
    }

    void speaks(MqttVersion spoken) {
        version = spoken;
    }

    /** Stops reading a publisher whose receivers are behind; false when it is stopped already. */
    boolean hold() {
        if (heldBack) {
            return false;
        }
        heldBack = true;
        read(false);
        return true;
    }

    void release() {
        heldBack = false;
        if (isOpen()) {
            read(true);
        }
    }

    void moveTo(Worker target, Runnable then) {
        if (target == worker) {
            then.run();
            return;
        }
        output.flush();
        worker.wheel.cancel(this);
        transport.moveTo(
                target,
                () -> {
                    worker = target;
                    worker.wheel.schedule(this, LINGER_SECONDS);
                    then.run();
                });
    }

    /** Tells an MQTT 5 client why, and closes; MQTT 3 has no word for it. */
    void disconnect(ReasonCode reason, String because) {
        if (!isConnected()) {
            return;
        }
        Goodbyes.log(this, reason, because);
        if (version.isV5()) {
            count(counters().acked(Acked.DISCONNECT_SENT, version, reason.code()));
            output.send(new Disconnect(reason));
        }
        leaveSession(reason != ReasonCode.SUCCESS);
        finish();
    }

    /** Sends what is left, then FIN; waits a little for the client to close first. */
    void finish() {
        output.flush();
        state = State.CLOSE;
        input.drop();
        worker.wheel.schedule(this, LINGER_SECONDS);
        transport.finish();
        read(true);
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
        return state != State.CLOSE && state != State.NOTHING;
    }

    private void read(boolean on) {
        if (reading != on) {
            reading = on;
            transport.read(on);
        }
    }

    /** A whole packet came, of the kind this connection waits for. */
    void onPacket(byte[] bytes, int at, int length) {
        Session mine = session;
        if (mine != null) {
            worker.packets.onPacket(this, mine, bytes, at, length);
        } else {
            Connect connect = (Connect) PacketCodec.read(bytes, at, length, version);
            handshake.onConnect(connect);
        }
    }

    void onMalformed(MalformedPacket malformed) {
        if (state == State.CONNECT) {
            handshake.onMalformed(malformed);
        } else {
            if (malformed.kind() == MalformedPacket.Kind.TOO_LARGE) {
                count(counters().invalidSize[Counters.index(version)]);
            }
            disconnect(malformed.reason(), malformed.getMessage());
        }
    }

    /** A fault of ours while a packet was read. */
    void onBug(RuntimeException bug) {
        worker.bug("a packet of " + name(), bug);
        if (state == State.CONNECT || state == State.VERDICT) {
            handshake.onBug();
        } else {
            disconnect(ReasonCode.UNSPECIFIED_ERROR, "a fault of ours");
        }
    }

    private void checkKeepAlive() {
        int left = silenceLeft();
        if (left > 0) {
            worker.wheel.schedule(this, left);
        } else {
            count(counters().keepaliveExpired[Counters.index(version)]);
            disconnect(ReasonCode.KEEP_ALIVE_TIMEOUT, "keepalive expired");
        }
    }

    private int silenceLeft() {
        return terms.silenceLeft(worker.second() - heardSecond);
    }

    private void leaveSession(boolean publishWill) {
        Session left = session;
        if (left == null) {
            return;
        }
        session = null;
        handshake.left(left, publishWill);
        if (left.connection() == this) {
            left.detach();
        }
    }

    /** A normal goodbye of the client: no will (5.0 §3.14.4), and the expiry it asks for. */
    void onDisconnect(boolean publishWill) {
        leaveSession(publishWill);
        output.flush();
        transport.close(); // it waits for nothing more from us
    }
}
