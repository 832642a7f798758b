// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Decision;
import io.lapwing.broker.admission.Decision.Outcome;
import io.lapwing.broker.admission.RemoteAuthorizer;
import io.lapwing.broker.admission.webhook.HookChain.Said;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What auth_on_publish and auth_on_subscribe decide. */
public final class WebhookAuthorizer implements RemoteAuthorizer {
    private record Change(@Nullable Publish message, long throttleMillis) {}

    private record Changes(@Nullable List<Subscription> subscriptions) {}

    private final Webhooks hooks;

    WebhookAuthorizer(Webhooks hooks) {
        this.hooks = hooks;
    }

    @Override
    public boolean decidesPublish(MqttVersion version) {
        return !hooks.endpoints(Hook.authOnPublish(version)).isEmpty();
    }

    @Override
    public boolean decidesSubscribe(MqttVersion version) {
        return !hooks.endpoints(Hook.authOnSubscribe(version)).isEmpty();
    }

    @Override
    public void publish(
            Client client, MqttVersion version, Publish message, Consumer<PublishAnswer> answer) {
        hooks.chain()
                .<Change>ask(
                        hooks.endpoints(Hook.authOnPublish(version)),
                        to -> Questions.publish(client, version, message, to),
                        (yes, by) ->
                                new Change(
                                        Answers.message(message, yes.modifiers(), version, by),
                                        Answers.throttleMillis(yes.modifiers())),
                        said -> {
                            Change change =
                                    said instanceof Said.Yes<Change> yes ? yes.what() : null;
                            answer.accept(
                                    new PublishAnswer(
                                            decision(said),
                                            change == null ? null : change.message,
                                            change == null ? 0 : change.throttleMillis));
                        });
    }

    @Override
    public void subscribe(
            Client client,
            MqttVersion version,
            Subscribe packet,
            Consumer<SubscribeAnswer> answer) {
        hooks.chain()
                .<Changes>ask(
                        hooks.endpoints(Hook.authOnSubscribe(version)),
                        to ->
                                Questions.subscribe(
                                        client,
                                        version,
                                        packet.subscriptions(),
                                        packet.properties(),
                                        to),
                        (yes, by) ->
                                new Changes(
                                        Answers.subscriptions(
                                                packet.subscriptions(), yes.answer())),
                        said ->
                                answer.accept(
                                        new SubscribeAnswer(
                                                decision(said),
                                                said instanceof Said.Yes<Changes> yes
                                                        ? yes.what().subscriptions
                                                        : null)));
    }

    private static <A> Decision decision(Said<A> said) {
        return switch (said) {
            case Said.Yes<A>(Endpoint by, A what) ->
                    new Decision(Outcome.ALLOWED, "a webhook allows it", by.told());
            case Said.No<A>(Endpoint by, String error) ->
                    new Decision(
                            Outcome.DENIED, "a webhook says " + SafeText.quoted(error), by.told());
            case Said.Nothing<A>(String because) ->
                    new Decision(Outcome.UNDECIDED, "the webhook " + because, null);
            case Said.Failed<A>(var failed, Endpoint by) ->
                    new Decision(Outcome.UNAVAILABLE, failed.because(), by.told());
        };
    }
}
