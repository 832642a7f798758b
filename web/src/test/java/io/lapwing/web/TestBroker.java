// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.Evidence;
import io.lapwing.broker.Explained;
import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.drops.DropAnswer;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalChanges;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.broker.refusals.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the HTTP side asks of a broker: a real journal, and no sockets. */
final class TestBroker implements BrokerView {
    final Refusals refusals;
    final List<Ban> bans = new ArrayList<>();
    final TestClients clients = new TestClients();
    final List<DropRow> drops = new ArrayList<>();
    List<ListenerView> listeners = List.of(new ListenerView("tcp.default", "127.0.0.1:1883"));
    Evidence evidence = new Evidence(null, null, null, null, 0);
    private final Clock clock;

    TestBroker(Clock clock, Metrics metrics) {
        this.clock = clock;
        refusals = Refusals.start(clock, metrics);
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
    public Subscription onRefusals(Consumer<RefusalChanges> listener) {
        return refusals.onChanges(listener);
    }

    @Override
    public ClientsView clients() {
        return clients;
    }

    @Override
    public DropAnswer drops(int limit) {
        List<DropRow> some = drops.subList(0, Math.min(limit, drops.size()));
        return new DropAnswer(clock.epochMillis(), drops.size(), 0, some);
    }

    @Override
    public List<ListenerView> allListeners() {
        return listeners;
    }

    @Override
    public @Nullable String startListener(
            String name, @Nullable String address, Map<String, String> settings) {
        if (address == null) {
            return "there is no stopped listener " + name;
        }
        listeners = new ArrayList<>(listeners);
        listeners.add(new ListenerView(name, address));
        return null;
    }

    @Override
    public boolean stopListener(String name, boolean alsoClients) {
        return deleteListener(name);
    }

    @Override
    public boolean deleteListener(String name) {
        listeners = new ArrayList<>(listeners);
        return listeners.removeIf(each -> each.name().equals(name));
    }

    @Override
    public List<ListenerView> listeners() {
        return listeners;
    }

    @Override
    public Evidence evidence(RefusalRow row) {
        return evidence;
    }

    @Override
    public List<Ban> bans() {
        return List.copyOf(bans);
    }

    @Override
    public Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the value must not be empty");
        }
        long now = clock.epochMillis();
        long until = duration == null ? Ban.NO_END : now + duration.toMillis();
        Ban ban = new Ban(bans.size() + 1, kind, value, now, until, reason);
        bans.add(ban);
        return ban;
    }

    @Override
    public boolean unban(long id) {
        return bans.removeIf(ban -> ban.id() == id);
    }

    @Override
    public Explained explainConnect(Explained.Connecting who) {
        return explained(who.clientId());
    }

    @Override
    public Explained explainPublish(String clientId, @Nullable String user, String topic) {
        return explained(topic);
    }

    @Override
    public Explained explainSubscribe(String clientId, @Nullable String user, String filter) {
        return explained(filter);
    }

    private static Explained explained(String what) {
        return new Explained(true, null, "asked about " + what, null, null, List.of());
    }
}
