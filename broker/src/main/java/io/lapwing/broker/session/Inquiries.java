// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Decision;
import io.lapwing.broker.admission.RemoteAuthorizer;
import io.lapwing.broker.admission.RemoteAuthorizer.PublishAnswer;
import io.lapwing.broker.admission.RemoteAuthorizer.SubscribeAnswer;
import io.lapwing.broker.topics.Route;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Subscribe;
import java.util.function.Consumer;

/**
 * What one worker asks elsewhere about topics: may this be published, may that be subscribed to.
 * Nobody waits for the answer but the client that asked: its next packets stay where they are, so
 * that all of them are dealt with in their order.
 */
final class Inquiries {
    private final Worker worker;
    private final Publishing publishing;
    private boolean asked;

    Inquiries(Worker worker, Publishing publishing) {
        this.worker = worker;
        this.publishing = publishing;
    }

    /** Whether the packet that is dealt with now has led to a question. */
    boolean wasAsked() {
        boolean was = asked;
        asked = false;
        return was;
    }

    /** Asks about a message that the rules leave undecided; false when nobody can be asked. */
    boolean ask(Connection from, PublishView view, Decision undecided) {
        RemoteAuthorizer remote = worker.shared().admission.remote();
        Session session = from.session();
        if (remote == null || session == null || !remote.decidesPublish(from.version())) {
            return false;
        }
        asked = true;
        Publish message = message(view);
        from.reading.waitFor(this);
        remote.publish(
                from.client(),
                from.version(),
                message,
                answer ->
                        worker.tell(() ->
                                goOn(
                                        from,
                                        () ->
                                                onAnswer(
                                                        from, session, message, undecided,
                                                        answer))));
        return true;
    }

    /** Asks about subscriptions that the rules leave undecided; false when nobody can be asked. */
    boolean ask(Connection from, Subscribe packet, Consumer<SubscribeAnswer> then) {
        RemoteAuthorizer remote = worker.shared().admission.remote();
        if (remote == null || !remote.decidesSubscribe(from.version())) {
            return false;
        }
        from.reading.waitFor(this);
        remote.subscribe(
                from.client(),
                from.version(),
                packet,
                answer -> worker.tell(() -> goOn(from, () -> then.accept(answer))));
        return true;
    }

    private void goOn(Connection from, Runnable answered) {
        from.goOn(answered);
        from.reading.release(this);
    }

    /** A client may be gone by now: what it was allowed to publish is published all the same. */
    private void onAnswer(
            Connection from,
            Session session,
            Publish message,
            Decision undecided,
            PublishAnswer answer) {
        boolean there = from.isConnected() && from.session() == session;
        Decision decision = answer.decision();
        if (!decision.allowed()) {
            Publishing.tellDenied(
                    from, message.topic(), decision.undecided() ? undecided : decision);
            if (there) {
                refuse(from, session, message, decision);
            }
            return;
        }
        Publish chosen = answer.instead() == null ? message : answer.instead();
        PublishView view = new PublishView();
        byte[] bytes = PacketCodec.bytes(chosen, from.version());
        view.read(bytes, 0, bytes.length, from.version());
        Route route = publishing.routeOf(view);
        if (there && message.qos() == 2) {
            publishing.publishOnce(from, session, view, route, message.packetId());
        } else {
            int before = worker.keeper.promises();
            boolean reached = publishing.publish(view, route, session);
            if (there) {
                boolean waits = worker.keeper.promises() != before;
                publishing.acknowledge(
                        from, session, message.qos(), message.packetId(), reached, waits);
            }
        }
        throttle(from, answer);
    }

    /**
     * MQTT 3 has no word for an outage: its client is left to come again with what it was not
     * acknowledged.
     */
    private void refuse(Connection from, Session session, Publish message, Decision decision) {
        ReasonCode reason =
                decision.unavailable() ? ReasonCode.IMPL_SPECIFIC_ERROR : ReasonCode.NOT_AUTHORIZED;
        if (decision.unavailable() && !from.version().isV5() && message.qos() > 0) {
            from.disconnect(reason, "whether it may publish cannot be said: " + decision.told());
        } else {
            publishing.refuse(from, session, message.qos(), message.packetId(), reason);
        }
    }

    static Publish message(PublishView view) {
        return (Publish)
                PacketCodec.read(view.buffer(), view.offset(), view.length(), view.version());
    }

    private void throttle(Connection from, PublishAnswer answer) {
        if (answer.throttleMillis() > 0 && from.reading.hold(answer)) {
            long seconds = Math.ceilDiv(answer.throttleMillis(), 1_000L);
            worker.later(seconds, () -> from.goOn(() -> from.reading.release(answer)));
        }
    }
}
