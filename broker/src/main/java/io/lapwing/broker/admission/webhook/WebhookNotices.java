// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Unsubscribe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hooks that only tell. Those of one client are called in their order; a lane that has too many
 * to tell drops what comes.
 */
public final class WebhookNotices implements Onlooker, AutoCloseable {
    private static final int LANES = 32;

    /** Calls that wait in one lane. */
    private static final int LANE_NOTICES_MAX = 2_000;

    private record Notice(Endpoint to, ObjectNode told) {}

    private final Webhooks hooks;
    private final Metrics metrics;
    private final Series dropped;
    private final List<BlockingQueue<Notice>> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    WebhookNotices(Webhooks hooks, Metrics metrics) {
        this.hooks = hooks;
        this.metrics = metrics;
        dropped = metrics.series(WebhookMetrics.NOTICES_DROPPED);
        for (int i = 0; i < LANES; i++) {
            BlockingQueue<Notice> lane = new ArrayBlockingQueue<>(LANE_NOTICES_MAX);
            lanes.add(lane);
            threads.add(Thread.ofVirtual().name("lapwing-notices-" + i).start(() -> run(lane)));
        }
    }

    @Override
    public boolean hearsPublish(MqttVersion version) {
        return !hooks.endpoints(Hook.onPublish(version)).isEmpty();
    }

    @Override
    public void registered(Client client, Connect connect, String address, int port) {
        tell(
                Hook.onRegister(connect.version()),
                client.clientId(),
                to -> Questions.registered(client, connect, address, port, to));
    }

    @Override
    public void published(Client client, MqttVersion version, Publish message) {
        tell(
                Hook.onPublish(version),
                client.clientId(),
                to -> Questions.publish(client, version, message, to));
    }

    @Override
    public void subscribed(Client client, MqttVersion version, Subscribe granted) {
        tell(
                Hook.onSubscribe(version),
                client.clientId(),
                to ->
                        Questions.subscribe(
                                client,
                                version,
                                granted.subscriptions(),
                                granted.properties(),
                                to));
    }

    @Override
    public void unsubscribed(Client client, MqttVersion version, Unsubscribe packet) {
        tell(
                Hook.onUnsubscribe(version),
                client.clientId(),
                to ->
                        Questions.unsubscribe(
                                client, version, packet.filters(), packet.properties(), to));
    }

    @Override
    public void awake(String clientId) {
        tell(Hook.ON_CLIENT_WAKEUP, clientId, to -> Questions.client(clientId));
    }

    @Override
    public void offline(String clientId) {
        tell(Hook.ON_CLIENT_OFFLINE, clientId, to -> Questions.client(clientId));
    }

    @Override
    public void gone(String clientId) {
        tell(Hook.ON_CLIENT_GONE, clientId, to -> Questions.client(clientId));
    }

    @Override
    public void expired(String clientId) {
        tell(Hook.ON_SESSION_EXPIRED, clientId, to -> Questions.client(clientId));
    }

    private void tell(Hook hook, String clientId, Function<Endpoint, ObjectNode> told) {
        for (Endpoint to : hooks.endpoints(hook)) {
            BlockingQueue<Notice> lane = lanes.get(Math.floorMod(clientId.hashCode(), LANES));
            if (!lane.offer(new Notice(to, told.apply(to)))) {
                metrics.shared().increment(dropped);
            }
        }
    }

    private void run(BlockingQueue<Notice> lane) {
        try {
            while (true) {
                Notice next = lane.take();
                Endpoint to = next.to;
                byte[] body = next.told.toString().getBytes(StandardCharsets.UTF_8);
                metrics.shared().increment(metrics.series(WebhookMetrics.requests(to.hook())));
                metrics.shared()
                        .add(metrics.series(WebhookMetrics.bytesSent(to.hook())), body.length);
                BackEnd.Outcome<?> outcome = to.backEnd().askHere(() -> to.call(body));
                if (outcome instanceof BackEnd.Outcome.Failed<?>) {
                    metrics.shared().increment(metrics.series(WebhookMetrics.errors(to.hook())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
