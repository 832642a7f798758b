// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.backend.BackEnd.Outcome;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.refusals.Cause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the endpoints of one hook, one after the other, until one decides. What is known from an
 * earlier answer is answered at once, on the thread that asks.
 */
final class HookChain {
    /** What the same question may differ in and still have the same answer. */
    private static final Set<String> NOT_IN_KEY = Set.of("payload", "peer_port");

    /** What all endpoints together say. */
    sealed interface Said<A> {
        record Yes<A>(Endpoint by, A what) implements Said<A> {}

        record No<A>(Endpoint by, String error) implements Said<A> {}

        /** None of them has an opinion. */
        record Nothing<A>(String because) implements Said<A> {}

        record Failed<A>(Outcome.Failed<A> failed, Endpoint by) implements Said<A> {}
    }

    /** Makes something of a yes. */
    interface Reader<A> {
        A read(HookAnswer.Ok yes, Endpoint by) throws BackEndFailed;
    }

    private final Metrics metrics;
    private final HookCache cache;
    private final boolean keepsRefusals;

    HookChain(Metrics metrics, HookCache cache, boolean keepsRefusals) {
        this.metrics = metrics;
        this.cache = cache;
        this.keepsRefusals = keepsRefusals;
    }

    <A> void ask(
            List<Endpoint> endpoints,
            Function<Endpoint, ObjectNode> question,
            Reader<A> reader,
            Consumer<Said<A>> then) {
        if (endpoints.isEmpty()) {
            then.accept(new Said.Nothing<>("has no opinion (next)"));
            return;
        }
        Endpoint to = endpoints.getFirst();
        ObjectNode asked = question.apply(to);
        byte[] body = asked.toString().getBytes(StandardCharsets.UTF_8);
        String key = HookCache.key(to.address().toString(), to.hook(), withoutPayload(asked));
        Consumer<Said<A>> next =
                said -> {
                    if (said instanceof Said.Nothing<A>) {
                        ask(endpoints.subList(1, endpoints.size()), question, reader, then);
                    } else {
                        then.accept(said);
                    }
                };
        HookAnswer known = cache.find(key);
        if (known != null) {
            next.accept(known(known, to, reader));
            return;
        }
        to.backEnd()
                .<Said<A>>ask(
                        () -> said(called(to, body, key), to, reader),
                        outcome -> next.accept(said(outcome, to)));
    }

    private HookAnswer called(Endpoint to, byte[] body, String key)
            throws BackEndFailed, InterruptedException {
        metrics.shared().increment(metrics.series(WebhookMetrics.requests(to.hook())));
        metrics.shared().add(metrics.series(WebhookMetrics.bytesSent(to.hook())), body.length);
        Endpoint.Response response = to.call(body);
        HookAnswer answer = HookAnswer.read(response.body());
        boolean keeps = keepsRefusals || !(answer instanceof HookAnswer.No);
        if (response.maxAgeSeconds() > 0 && keeps && !(answer instanceof HookAnswer.Next)) {
            cache.keep(key, answer, response.maxAgeSeconds());
        }
        return answer;
    }

    private <A> Said<A> known(HookAnswer answer, Endpoint by, Reader<A> reader) {
        try {
            return said(answer, by, reader);
        } catch (BackEndFailed failed) {
            String because = String.valueOf(failed.getMessage());
            return new Said.Failed<>(
                    new Outcome.Failed<>(Cause.AUTH_BACKEND_UNAVAILABLE, because), by);
        }
    }

    private <A> Said<A> said(HookAnswer answer, Endpoint by, Reader<A> reader)
            throws BackEndFailed {
        return switch (answer) {
            case HookAnswer.Ok yes -> new Said.Yes<>(by, reader.read(yes, by));
            case HookAnswer.Next() -> new Said.Nothing<>("has no opinion (next)");
            case HookAnswer.No(String error) -> {
                countError(by);
                yield new Said.No<>(by, error);
            }
        };
    }

    private <A> Said<A> said(Outcome<Said<A>> outcome, Endpoint by) {
        return switch (outcome) {
            case Outcome.Answered<Said<A>>(Said<A> said) -> said;
            case Outcome.Failed<Said<A>>(Cause cause, String because) -> {
                countError(by);
                yield new Said.Failed<>(new Outcome.Failed<>(cause, because), by);
            }
        };
    }

    private void countError(Endpoint by) {
        metrics.shared().increment(metrics.series(WebhookMetrics.errors(by.hook())));
    }

    private static String withoutPayload(ObjectNode question) {
        return question.deepCopy().remove(NOT_IN_KEY).toString();
    }
}
