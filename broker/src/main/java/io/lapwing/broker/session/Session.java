// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.broker.kept.KeptExchange;
import io.lapwing.broker.kept.KeptSession;
import io.lapwing.broker.topics.Subscriber;
import io.lapwing.broker.topics.SubscriptionSet;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Will;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows of a client beyond its connection (5.0 §4.1): subscriptions, messages on
 * their way out, ids of those that came in. One worker owns it for all its life; a client that
 * comes back in by another worker is moved to this one.
 */
final class Session extends Subscriber {
    /** Session expiry of MQTT 5: the session has no end (5.0 §3.1.2.11.2). */
    static final long NO_EXPIRY = ClientRow.NO_EXPIRY;

    private final String clientId;
    private final Worker owner;
    final SubscriptionSet subscriptions = new SubscriptionSet();
    private @Nullable Outbound outbound;
    private @Nullable PacketIds unreleased;
    private @Nullable Connection connection;
    private @Nullable String userName;
    private long expirySeconds;
    private @Nullable Absence absence;
    private boolean ended;
    private @Nullable DropTally dropped;
    private final @Nullable Kept kept;

    /** A session that lives in memory, and ends with its connection at the latest when we do. */
    Session(String clientId, Worker owner) {
        this.clientId = clientId;
        this.owner = owner;
        this.kept = null;
    }

    /**
     * A session that is kept on disk.
     *
     * @param number of its own there
     * @param isNew false when an earlier run of the broker left it
     */
    @SuppressWarnings("this-escape") // final; it only asks for the worker
    Session(String clientId, Worker owner, long number, boolean isNew) {
        this.clientId = clientId;
        this.owner = owner;
        this.kept = new Kept(this, number, isNew);
    }

    /** What of it is on disk; null when nothing is. */
    @Nullable Kept kept() {
        return kept;
    }

    @Override
    public boolean isKept() {
        return kept != null;
    }

    /** The client id, as the store has it. */
    byte[] key() {
        return clientId.getBytes(StandardCharsets.UTF_8);
    }

    String clientId() {
        return clientId;
    }

    Worker owner() {
        return owner;
    }

    @Override
    public int worker() {
        return owner.index;
    }

    /** The connection that speaks for it now; null while the client is away. */
    @Nullable Connection connection() {
        return connection;
    }

    /** Whom its client was let in as last; null for nobody in particular. */
    @Nullable String userName() {
        return userName;
    }

    void knownAs(@Nullable String user) {
        userName = user;
    }

    /** The QoS 2 messages it sent and has not released. */
    PacketIds unreleased() {
        if (unreleased == null) {
            unreleased = new PacketIds();
        }
        return unreleased;
    }

    /** The messages on their way to its client; not there before the first one. */
    Outbound outbound() {
        if (outbound == null) {
            outbound = new Outbound(this);
        }
        return outbound;
    }

    /** The client is there, on a new connection: gets what it has not answered, and what waited. */
    void resume(Connection to) {
        if (outbound != null || kept != null) {
            outbound().resume(to);
        }
    }

    /** Sends what waits, as far as the window and the network take it. */
    void drain() {
        if (outbound != null) {
            outbound.drain();
        }
    }

    /** Sends again what an MQTT 3 client has not answered for too long. */
    void retry(Connection to) {
        if (outbound != null) {
            outbound.retry(to);
        }
    }

    /** Its client is not read any more, for the sake of a receiver of what it publishes. */
    void holdFor(Outbound receiver) {
        if (connection != null) {
            boolean unused = connection.reading.hold(receiver);
        }
    }

    void releaseFor(Outbound receiver) {
        if (connection != null) {
            connection.reading.release(receiver);
        }
    }

    /** How long it outlives its connection; 0 ends with it. */
    void expireAfter(long seconds) {
        expirySeconds = seconds;
    }

    boolean outlivesConnection() {
        return expirySeconds > 0;
    }

    /** It has ended: whoever still holds it for a target finds nobody. */
    boolean isOver() {
        return ended;
    }

    /** Tells the shared groups, on whichever worker, what to expect of this client. */
    void tellReadiness(boolean idle) {
        readiness(connection == null ? Readiness.AWAY : idle ? Readiness.READY : Readiness.BUSY);
    }

    /** The only place where a message to this client is given up: counted, and reported. */
    void drop(DropReason reason, int count) {
        if (count == 0) {
            return;
        }
        Counters counters = owner.counters();
        owner.cells.add(counters.dropped[reason.ordinal()], count);
        owner.cells.add(
                reason == DropReason.EXPIRED ? counters.queueExpired : counters.queueDrop, count);
        DropTally tally = dropped;
        if (tally == null) {
            tally = new DropTally(userName);
            dropped = tally;
            owner.reportDropsOf(this);
        }
        tally.add(reason, count, owner.shared().clock.epochMillis());
    }

    /** Adds what was dropped since the last report. */
    void reportDrops(List<DropRow> to) {
        DropTally tally = dropped;
        dropped = null;
        if (tally != null) {
            tally.report(clientId, to);
        }
    }

    /** As others may see it now. */
    ClientRow row() {
        Connection link = connection;
        Absence away = absence;
        long second = owner.second();
        long since =
                link != null
                        ? link.handshake.sinceSecond()
                        : away != null ? away.sinceSecond() : second;
        return new ClientRow(
                clientId,
                userName,
                link == null ? null : link.handshake.link(),
                owner.shared().clock.epochMillis() - (second - since) * 1_000,
                expirySeconds,
                subscriptions.size(),
                outbound == null ? 0 : outbound.queued(),
                outbound == null ? 0 : outbound.inFlight());
    }

    /** All of it, as others may see it now. */
    ClientDetail detail() {
        List<ClientDetail.Subscribed> filters = new ArrayList<>();
        subscriptions.forEach(each -> {
            if (filters.size() < ClientDetail.SUBSCRIPTIONS_MAX) {
                filters.add(
                        new ClientDetail.Subscribed(
                                each.filter(),
                                each.qos(),
                                each.noLocal(),
                                each.retainAsPublished()));
            }
        });
        filters.sort(Comparator.comparing(ClientDetail.Subscribed::filter));
        Connection link = connection;
        return new ClientDetail(
                row(),
                outbound == null ? 0 : outbound.queuedBytes(),
                unreleased == null ? 0 : unreleased.size(),
                link == null ? 0 : link.terms().silenceSeconds(),
                link == null ? 0 : link.terms().receiveMax(),
                filters);
    }

    /** The client is here, with a new session or back in its old one. */
    void attach(Connection by, boolean resumed) {
        connection = by;
        Absence over = absence;
        if (over != null) {
            over.end();
            absence = null;
        }
        if (!resumed) {
            owner.count(owner.counters().sessionsBegun);
        }
    }

    /**
     * The connection is gone; the session stays for its time, or ends. A will is published when its
     * delay is over or the session ends, whichever is first (5.0 §3.1.3.2.2).
     *
     * @param will null when there is none, or the client took it back with a goodbye
     */
    void detach(@Nullable Will will, MqttVersion version) {
        connection = null;
        if (outbound != null) {
            outbound.suspend();
        }
        long delay = will == null ? 0 : willDelaySeconds(will);
        Publish message = will == null ? null : Wills.publish(will);
        if (message != null && delay == 0) {
            owner.publishing.publish(message, version, this);
        }
        if (expirySeconds == 0) {
            owner.shared().onlooker.gone(clientId);
            end();
        } else {
            Publish later = delay == 0 ? null : message;
            owner.shared().onlooker.offline(clientId);
            absence = Absence.of(this, expirySeconds, later, version, delay, nowMillis());
            save();
            oweIfLost();
        }
    }

    /** Goes on with a session that an earlier run of the broker left, its client being away. */
    void restore(KeptSession state, long nowMillis) {
        userName = state.userName();
        expirySeconds = state.expirySeconds();
        long since = state.awaySinceMillis() == 0 ? nowMillis : state.awaySinceMillis();
        long away = Math.max(0, (nowMillis - since) / 1_000);
        if (kept != null) {
            kept.restored(state);
        }
        absence =
                Absence.of(
                        this,
                        expirySeconds == NO_EXPIRY ? NO_EXPIRY : Math.max(0, expirySeconds - away),
                        state.will(),
                        state.willVersion(),
                        Math.max(0, Math.min(state.willDelaySeconds(), expirySeconds) - away),
                        since);
        if (state.awaySinceMillis() == 0) {
            save(); // it is away from now on
        }
    }

    /** Writes what is so now, if the session is kept; its client is away. */
    void save() {
        Kept store = kept;
        if (store == null || ended) {
            return;
        }
        Connection here = connection;
        Absence gone = absence;
        if (here != null) {
            store.save(here.handshake.state(store.number, expirySeconds, userName));
        } else if (gone != null) {
            store.save(
                    gone.state(
                            store.number, userName, expirySeconds, store.highest(), nowMillis()));
        }
    }

    /** Its client did not come in after all: what is on disk may say that it did. */
    void stayAway() {
        save();
        oweIfLost();
    }

    private void oweIfLost() {
        if (kept != null) {
            kept.oweIfLost();
        }
    }

    private long nowMillis() {
        return owner.shared().clock.epochMillis();
    }

    /** Shows the exchanges of QoS 2 that are kept. */
    void forEachExchange(Consumer<KeptExchange> visitor) {
        if (unreleased != null) {
            unreleased.forEach(id -> visitor.accept(new KeptExchange(true, id, 0)));
        }
        if (outbound != null) {
            outbound.exchanges().forEachKept(visitor);
        }
    }

    private long willDelaySeconds(Will will) {
        long wanted = will.properties().longOr(Property.WILL_DELAY_INTERVAL, 0);
        long allowed = owner.shared().lives.willDelaySecondsMax();
        return Math.min(Math.min(wanted, allowed), expirySeconds);
    }

    /** Nobody came for it after all. */
    void discard() {
        ended = true;
        owner.shared().claims.release(this);
        if (kept != null) {
            kept.delete();
        }
    }

    /** Forgets everything; another session may take the client id. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        Absence over = absence;
        if (over != null) {
            over.publishWill();
            over.end();
        }
        owner.shared().topics.unsubscribeAll(subscriptions);
        owner.shared().claims.release(this);
        if (outbound != null) {
            outbound.end();
        }
        if (kept != null) {
            kept.delete();
        }
        owner.count(owner.counters().sessionsEnded);
    }
}
