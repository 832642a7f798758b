// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.drops.DropAnswer;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalChanges;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.broker.refusals.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is there to ask when Lapwing only watches other brokers: a journal of what their logs tell,
 * and nothing else.
 */
public final class NoBroker implements BrokerView, AutoCloseable {
    private static final Duration ALIKE = Duration.ofMinutes(15);

    private final Clock clock;
    private final Refusals refusals;

    private NoBroker(Clock clock, Metrics metrics) {
        this.clock = clock;
        this.refusals = Refusals.start(clock, metrics);
    }

    public static NoBroker start(Clock clock, Metrics metrics) {
        return new NoBroker(clock, metrics);
    }

    /** The journal, for whoever hears of a refusal. */
    public Refusals refusals() {
        return refusals;
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
    public DropAnswer drops(int limit) {
        return new DropAnswer(clock.epochMillis(), 0, 0, List.of());
    }

    @Override
    public ClientsView clients() {
        return new NoClients(clock);
    }

    @Override
    public List<ListenerView> listeners() {
        return List.of();
    }

    @Override
    public List<ListenerView> allListeners() {
        return List.of();
    }

    @Override
    public String startListener(
            String name, @Nullable String address, Map<String, String> settings) {
        return "there is no broker here that could listen";
    }

    @Override
    public boolean stopListener(String name, boolean alsoClients) {
        return false;
    }

    @Override
    public boolean deleteListener(String name) {
        return false;
    }

    @Override
    public Evidence evidence(RefusalRow row) {
        long now = clock.epochMillis();
        long since = now - ALIKE.toMillis();
        RefusalQuery alike =
                RefusalQuery.between(since, now + 1_000)
                        .withCauses(Set.of(row.cause()))
                        .withTarget(row.newest().target())
                        .withLimit(0);
        int rows = refusals.query(alike).rowsTotal();
        int others = row.lastMillis() >= since ? rows - 1 : rows;
        return new Evidence(null, null, null, null, others);
    }

    @Override
    public List<Ban> bans() {
        return List.of();
    }

    @Override
    public Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason) {
        throw new IllegalStateException("there is no broker here that could ban anybody");
    }

    @Override
    public boolean unban(long id) {
        return false;
    }

    @Override
    public Explained explainConnect(Explained.Connecting who) {
        throw nobody();
    }

    @Override
    public Explained explainPublish(String clientId, @Nullable String user, String topic) {
        throw nobody();
    }

    @Override
    public Explained explainSubscribe(String clientId, @Nullable String user, String filter) {
        throw nobody();
    }

    private static IllegalStateException nobody() {
        return new IllegalStateException("there is no broker here that clients could ask");
    }

    @Override
    public void close() {
        refusals.close();
    }
}
