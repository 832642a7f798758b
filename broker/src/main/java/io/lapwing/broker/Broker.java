// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departures;
import io.lapwing.broker.drops.DropAnswer;
import io.lapwing.broker.drops.Drops;
import io.lapwing.broker.net.Net;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalChanges;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.broker.refusals.Refusals;
import io.lapwing.broker.session.Clients;
import io.lapwing.broker.session.Shared;
import io.lapwing.broker.systree.ServerName;
import io.lapwing.broker.systree.SysTree;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import io.lapwing.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running broker, put together top to bottom; what it takes down it takes down in reverse. */
public final class Broker implements BrokerView, AutoCloseable {
    private static final Duration EVIDENCE_WINDOW = Duration.ofMinutes(15);

    private final AskedElsewhere asked;
    private final Admission admission;
    private final Config config;
    private final Explainer explainer;
    private final Refusals refusals;
    private final Drops drops;
    private final Departures departures;
    private final Clients clients;
    private final Net net;
    private final SysTree sysTree;
    private final Clock clock;
    private final Listeners listeners;

    private Broker(
            Config config,
            Clock clock,
            Metrics metrics,
            Events events,
            ServerName server,
            @Nullable Store store) {
        asked = AskedElsewhere.open(config, clock, metrics, events);
        admission = Admission.start(config, clock, metrics, events, asked.others());
        this.config = config;
        explainer = new Explainer(config, admission, this::settingsOf);
        refusals = Refusals.start(clock, metrics);
        drops = Drops.start(clock, metrics);
        departures = Departures.start(metrics);
        this.clock = clock;
        Shared shared =
                new Shared(config, clock, metrics, admission, refusals, drops, departures, store);
        clients = new Clients(shared, departures);
        net = new Net(config, clock, metrics, shared);
        listeners = new Listeners(config, net);
        SysTree.Outlet outlet =
                new SysTree.Outlet(() -> shared.isWanted(SysTree.TOP), net::publish);
        sysTree = SysTree.start(config, clock, metrics, server, outlet);
    }

    /**
     * Starts everything a client's answer relies on, and only then opens the listeners.
     *
     * @param store where sessions and messages are kept, open with {@code KeptSpaces}; null to keep
     *     them in memory only. The broker must be closed before it.
     * @throws IllegalArgumentException naming option and file when a file cannot be read
     * @throws io.lapwing.broker.net.CannotListen when an address is taken
     */
    public static Broker start(
            Config config,
            Clock clock,
            Metrics metrics,
            Events events,
            ServerName server,
            @Nullable Store store) {
        Broker broker = new Broker(config, clock, metrics, events, server, store);
        try {
            broker.listeners.openConfigured();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** The journal, for refusals that the logs of other brokers tell. */
    public Refusals refusals() {
        return refusals;
    }

    @Override
    public List<ListenerView> listeners() {
        return listeners.open();
    }

    @Override
    public List<ListenerView> allListeners() {
        return listeners.all();
    }

    @Override
    public @Nullable String startListener(
            String name, @Nullable String address, Map<String, String> settings) {
        return listeners.start(name, address, settings).error();
    }

    @Override
    public boolean stopListener(String name, boolean alsoClients) {
        return listeners.stop(name, alsoClients);
    }

    @Override
    public boolean deleteListener(String name) {
        return listeners.delete(name);
    }

    @Override
    public RefusalAnswer refusals(RefusalQuery query) {
        return refusals.query(query);
    }

    @Override
    public Optional<RefusalRow> refusal(long id) {
        return refusals.row(id);
    }

    @Override
    public ClientsView clients() {
        return clients;
    }

    @Override
    public DropAnswer drops(int limit) {
        return drops.query(limit);
    }

    @Override
    public Subscription onRefusals(Consumer<RefusalChanges> listener) {
        return refusals.onChanges(listener);
    }

    @Override
    public Evidence evidence(RefusalRow row) {
        long now = clock.epochMillis();
        long since = now - EVIDENCE_WINDOW.toMillis();
        int alike =
                refusals.query(
                                RefusalQuery.between(since, now + 1_000)
                                        .withCauses(Set.of(row.cause()))
                                        .withLimit(0))
                        .rowsTotal();
        int others = row.lastMillis() >= since ? alike - 1 : alike;
        if (row.newest().heard() != null) { // the files of users and rules here were not asked
            return new Evidence(null, null, null, null, others);
        }
        String user = row.attempt().userName();
        String client = row.attempt().clientId();
        return new Evidence(
                user == null ? null : admission.lastUserChange(user),
                admission.lastPasswordReload(),
                admission.lastAclReload(),
                client == null ? null : admission.lastLogin(client),
                others);
    }

    @Override
    public List<Ban> bans() {
        return admission.bans().inForce();
    }

    @Override
    public Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason) {
        return admission.bans().ban(kind, value, duration, reason);
    }

    @Override
    public boolean unban(long id) {
        return admission.bans().unban(id);
    }

    @Override
    public Explained explainConnect(Explained.Connecting who) {
        return explainer.connect(who);
    }

    @Override
    public Explained explainPublish(String clientId, @Nullable String user, String topic) {
        return explainer.publish(clientId, user, topic);
    }

    @Override
    public Explained explainSubscribe(String clientId, @Nullable String user, String filter) {
        return explainer.subscribe(clientId, user, filter);
    }

    private ListenerSettings settingsOf(String listener) {
        if (listeners.open().stream().noneMatch(each -> each.name().equals(listener))) {
            throw new IllegalArgumentException("there is no listener " + listener);
        }
        return Explainer.withoutRate(ListenerSettings.of(listeners.configOf(listener), listener));
    }

    /** Publishes a message of this program's own, as if a client without limits had sent it. */
    public void publish(String topic, byte[] payload, int qos, boolean retain) {
        int packetId = qos > 0 ? 1 : 0;
        net.publish(new Publish(false, qos, retain, topic, packetId, Properties.EMPTY, payload));
    }

    /** Tells the clients, closes, and writes what still waits. */
    @Override
    public void close() {
        sysTree.close();
        listeners.close();
        net.close();
        departures.close();
        drops.close();
        refusals.close();
        admission.close();
        asked.close();
    }
}
