// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Cells;
import io.lapwing.base.Mailbox;
import io.lapwing.base.Series;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.broker.topics.Route;
import io.lapwing.broker.topics.RouteCache;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.PublishView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a share of the connections and sessions. One thread, its loop's, runs it; nothing in it is
 * locked. What happens in one turn of the loop goes out at the turn's end: one write for each
 * connection that has output, one batch of messages for each other worker.
 */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /**
     * Batches that may wait for a worker; a sender that finds no room keeps its own and retries.
     */
    private static final int BATCHES_MAX = 4_096;

    private record Timed(long atSecond, Runnable task) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            return Long.compare(atSecond, other.atSecond);
        }
    }

    final int index;
    private final Loop loop;
    private final Shared shared;
    private final List<Worker> workers;
    final Cells cells;
    final RouteCache routes;
    final Publishing publishing;
    final Packets packets;
    final Sharing sharing = new Sharing(this);
    final Goodbyes goodbyes = new Goodbyes(this);
    final Keeper keeper;
    final Early early;
    private final Arrivals arrivals;
    private final ServerMessages serverMessages = new ServerMessages(this);
    final BufferPool buffers = new BufferPool();
    final TimerWheel wheel = new TimerWheel();
    final TimerWheel away = new TimerWheel();
    final PublishView inView = new PublishView();
    final PublishView queuedView = new PublishView();
    final OutgoingPublish queuedOutgoing = new OutgoingPublish();
    final AckView ackView = new AckView();
    private byte @Nullable [] copied; // of the message that is being delivered
    private final List<Connection> tooFast = new ArrayList<>();
    private final PublishView mailView = new PublishView();
    private final OutgoingPublish outgoing = new OutgoingPublish();
    private final Mailbox<MailBatch> mailbox = new Mailbox<>(BATCHES_MAX);
    private final PriorityQueue<Timed> timers = new PriorityQueue<>();
    private final Outbox outbox;
    private final int workerCount;
    private final List<Outbound> pressed = new ArrayList<>();
    private final List<Session> dropped = new ArrayList<>();
    private @Nullable Connection[] dirty = new @Nullable Connection[64];
    private int dirtyCount;
    private boolean turnEndDue;
    private long second;
    private Terms lastTerms = Terms.BEFORE_CONNECT;
    private boolean stopping;
    private @Nullable Runnable stopped;

    /**
     * @param workers all workers of the broker, this one at its index once all are made
     * @param workerCount how many there will be
     */
    public Worker(int index, Loop loop, Shared shared, List<Worker> workers, int workerCount) {
        this.index = index;
        this.loop = loop;
        this.shared = shared;
        this.workers = workers;
        this.cells = shared.metrics.cells();
        this.routes = new RouteCache(shared.topics, workerCount);
        this.keeper = new Keeper(this, shared, workerCount);
        this.arrivals = new Arrivals(this, shared);
        this.publishing = new Publishing(this, shared);
        this.packets = new Packets(this, shared);
        this.outbox = new Outbox(this, workerCount);
        this.workerCount = workerCount;
        this.early = new Early(!keeper.isThere());
        loop.everySecond(this::onSecond);
    }

    public Loop loop() {
        return loop;
    }

    Shared shared() {
        return shared;
    }

    Counters counters() {
        return shared.counters;
    }

    void count(Series series) {
        cells.increment(series);
    }

    long nowNanos() {
        return shared.clock.nanoTime();
    }

    /** Seconds since this worker started. */
    long second() {
        return second;
    }

    /** The same, where a number for each message in flight is kept. */
    int intSecond() {
        return (int) second;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Equal terms, the same as the client's before if it agreed alike: fleets of devices do. */
    Terms shared(Terms agreed) {
        if (!agreed.equals(lastTerms)) {
            lastTerms = agreed;
        }
        return lastTerms;
    }

    /** Runs a task on this worker's thread. Any thread; for what happens once a connection. */
    void tell(Runnable task) {
        loop.execute(task);
    }

    /** Publishes messages of the server's own, a few a turn. Any thread. */
    public void publish(List<Publish> round) {
        tell(() -> serverMessages.publish(round));
    }

    /** Publishes one message of the server's own. Any thread. */
    public void publish(Publish message) {
        tell(() -> publishing.publish(message, MqttVersion.V3_1_1, null));
    }

    /** Runs a task on this thread when so many whole seconds have passed, never before. */
    void later(long seconds, Runnable task) {
        timers.add(new Timed(second + seconds + 1, task)); // the one that has begun is no whole one
    }

    /** The connection has output: it is written at the end of this turn. */
    void markDirty(Connection connection) {
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = connection;
        endTurnSoon();
    }

    /** Delivers a message to everyone who wants it; true when somebody did. */
    boolean route(PublishView message, Route route, @Nullable Session from) {
        deliver(message, route.targets(index), from);
        int targets = route.targets(index).length;
        for (int other = 0; other < workerCount; other++) {
            Subscription[] theirs = other == index ? null : route.targets(other);
            if (theirs != null && theirs.length > 0) {
                targets += theirs.length;
                outbox.add(other, message, theirs, from);
            }
        }
        if (route.hasKept()) {
            targets += routeKept(message, route, from);
        }
        if (route.groups().length > 0) {
            targets += route.groups().length;
            sharing.route(message, route, from);
        }
        cells.add(counters().matches, targets);
        return targets > 0;
    }

    /** Persistent sessions get what is above QoS 0 from the disk, and the rest like anybody. */
    private int routeKept(PublishView message, Route route, @Nullable Session from) {
        if (message.qos() > 0 || shared.delivery.upgradesQos()) {
            return keeper.keep(message, route, from);
        }
        int targets = 0;
        for (int worker = 0; worker < workerCount; worker++) {
            Subscription[] theirs = route.kept(worker);
            if (theirs.length > 0) {
                targets += theirs.length;
                send(message, worker, theirs, from);
            }
        }
        return targets;
    }

    /** Delivers a message to sessions of one worker. */
    void send(PublishView message, int to, Subscription[] targets, @Nullable Session from) {
        if (to == index) {
            deliver(message, targets, from);
        } else {
            outbox.add(to, message, targets, from);
        }
    }

    /** Gives a message that no member of a shared group takes to the group's home. */
    void keepAt(Worker home, PublishView message, SharedGroup group) {
        outbox.add(home.index, message, group);
    }

    /** The worker that a number stands for; the same on all of them. */
    Worker peer(int hash) {
        return workers.get(Math.floorMod(hash, workers.size()));
    }

    /** Delivers a message to sessions of this worker. */
    void deliver(PublishView message, Subscription[] targets, @Nullable Session from) {
        if (targets.length == 0) {
            return;
        }
        outgoing.message(message);
        copied = null;
        for (Subscription target : targets) {
            Session session = (Session) target.subscriber();
            Subscription wanted = session == from ? target.forOwnMessages() : target;
            if (wanted != null) {
                session.outbound().deliver(message, outgoing, wanted, from);
            }
        }
        copied = null;
        cells.add(counters().queueIn, targets.length);
    }

    /** Delivers a message that is on disk, under this number, to sessions of this worker. */
    void deliverKept(
            PublishView message, Subscription[] targets, @Nullable Session from, long number) {
        copied = null;
        arrivals.deliver(message, targets, from, number);
        copied = null;
        cells.add(counters().queueIn, targets.length);
    }

    void take(MailBatch batch) {
        batch.deliver(this, mailView);
    }

    /** The packet that is being delivered, as an array that all sessions which keep it share. */
    byte[] copyOf(PublishView message) {
        byte[] copy = copied;
        if (copy == null) {
            int from = message.offset();
            copy = Arrays.copyOfRange(message.buffer(), from, from + message.length());
            copied = copy;
        }
        return copy;
    }

    /** Reads no more of a publisher before the next second. */
    void holdForASecond(Connection publisher) {
        if (publisher.reading.hold(tooFast)) {
            tooFast.add(publisher);
        }
    }

    /** A fault of ours: what it happened on is dropped, all else goes on. */
    void bug(String where, Throwable bug) {
        count(counters().bugs);
        LOG.error("a fault of ours in {}", where, bug);
    }

    /** Says goodbye to every client, then calls back when the last connection is closed. */
    public void stop(Runnable whenEmpty) {
        tell(() -> {
            stopping = true;
            stopped = whenEmpty;
            wheel.forEach(open -> ((Connection) open).onServerStop());
            endTurn();
            onClosed();
        });
    }

    /** Ends every connection of a listener that is closed. Any thread. */
    public void leave(String listener) {
        tell(() -> {
            wheel.forEach(open -> Goodbyes.closed((Connection) open, listener));
            endTurn();
        });
    }

    /** A connection has left the wheel for good. */
    void onClosed() {
        Runnable callback = stopped;
        if (callback != null && wheel.isEmpty()) {
            stopped = null;
            keeper.endTurn();
            callback.run();
        }
    }

    void endTurnSoon() {
        if (!turnEndDue) {
            turnEndDue = true;
            loop.execute(this::endTurn);
        }
    }

    private void endTurn() {
        turnEndDue = false;
        keeper.endTurn();
        outbox.post();
        for (int i = 0; i < dirtyCount; i++) {
            Connection connection = dirty[i];
            dirty[i] = null;
            if (connection != null) {
                connection.output.flush();
            }
        }
        dirtyCount = 0;
    }

    /** Leaves mail for another worker; false when its mailbox is full. */
    boolean post(MailBatch batch, int other) {
        Worker worker = workers.get(other);
        return switch (worker.mailbox.post(batch)) {
            case WAKE -> {
                worker.loop.execute(worker::readMail);
                yield true;
            }
            case QUIET -> true;
            case FULL -> false;
        };
    }

    private void readMail() {
        mailbox.drain(batch -> batch.deliver(this, mailView));
    }

    /** The session dropped messages: who they were for is reported within a second. */
    void reportDropsOf(Session session) {
        dropped.add(session);
    }

    private void reportDrops() {
        if (!dropped.isEmpty()) {
            List<DropRow> rows = new ArrayList<>(dropped.size());
            dropped.forEach(each -> each.reportDrops(rows));
            dropped.clear();
            shared.drops.report(rows);
        }
    }

    /** The receiver holds publishers: it is looked at once a second. */
    void lookAt(Outbound receiver) {
        pressed.add(receiver);
    }

    private void releaseTooFast() {
        if (!tooFast.isEmpty()) {
            List<Connection> free = List.copyOf(tooFast);
            tooFast.clear();
            free.forEach(each -> each.reading.release(tooFast));
        }
    }

    private void onSecond() {
        second++;
        wheel.tick();
        away.tick();
        if (index == 0) {
            shared.retainedSweep.onSecond(nowNanos());
        }
        keeper.onSecond();
        releaseTooFast();
        pressed.removeIf(receiver -> !receiver.look());
        reportDrops();
        goodbyes.report();
        for (Timed due = timers.peek(); due != null && due.atSecond <= second; ) {
            timers.remove();
            due.task.run();
            due = timers.peek();
        }
    }
}
