// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.admission.Privileges;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.admission.webhook.HookChain.Said;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints that are configured, as an authenticator: auth_on_register decides. */
public final class Webhooks implements Authenticator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final Map<Hook, List<Endpoint>> endpoints = new EnumMap<>(Hook.class);
    private final HookChain chain;
    private final HttpClient client;
    private final Metrics metrics;
    private @Nullable WebhookNotices notices;

    private Webhooks(Config config, BackEnds backEnds) {
        metrics = backEnds.metrics();
        HookCache cache = new HookCache(backEnds.clock(), metrics, HookCache.ANSWERS_MAX);
        chain = new HookChain(metrics, cache, config.get(WebhookOptions.CACHE_REFUSALS));
        client = EndpointTls.client(config);
        Map<URI, BackEnd> known = new HashMap<>();
        for (String name : config.instances(WebhookOptions.HOOK)) {
            if (config.get(WebhookOptions.ENDPOINT, name).toString().isEmpty()) {
                throw new IllegalArgumentException(
                        "vmq_webhooks." + name + ".endpoint is missing: the hook has no address");
            }
            Endpoint endpoint = endpoint(config, name, backEnds, known);
            endpoints.computeIfAbsent(endpoint.hook(), hook -> new ArrayList<>()).add(endpoint);
        }
        for (Hook hook : endpoints.keySet()) { // so that they are there before the first call
            metrics.series(WebhookMetrics.requests(hook));
            metrics.series(WebhookMetrics.errors(hook));
            metrics.series(WebhookMetrics.bytesSent(hook));
        }
    }

    /**
     * Null when there are none, or they are switched off.
     *
     * @throws IllegalArgumentException naming the option that cannot be followed
     */
    public static @Nullable Webhooks open(Config config, BackEnds backEnds) {
        boolean any = !config.instances(WebhookOptions.HOOK).isEmpty();
        if (!config.get(AdmissionOptions.WEBHOOKS)) {
            if (any) {
                LOG.warn("no webhook is called: plugins.vmq_webhooks is off");
            }
            return null;
        }
        return any ? new Webhooks(config, backEnds) : null;
    }

    private Endpoint endpoint(
            Config config, String name, BackEnds backEnds, Map<URI, BackEnd> known) {
        URI address = config.get(WebhookOptions.ENDPOINT, name);
        Duration timeout = config.get(WebhookOptions.RESPONSE_TIMEOUT, name);
        BackEnd.Lanes lanes = new BackEnd.Lanes(config.get(WebhookOptions.CONNECTIONS), timeout);
        return new Endpoint(
                name,
                config.get(WebhookOptions.HOOK, name),
                address,
                config.get(WebhookOptions.BASE64, name),
                !config.get(WebhookOptions.NO_PAYLOAD, name),
                timeout,
                client,
                known.computeIfAbsent(address, uri -> backEnds.open("webhook " + name, lanes)));
    }

    List<Endpoint> endpoints(Hook hook) {
        return endpoints.getOrDefault(hook, List.of());
    }

    HookChain chain() {
        return chain;
    }

    /** Decides about topics; null when no hook does. */
    public @Nullable WebhookAuthorizer authorizer() {
        WebhookAuthorizer authorizer = new WebhookAuthorizer(this);
        return authorizer.decidesTopics() ? authorizer : null;
    }

    /** Tells the hooks that only want to know. */
    public Onlooker onlooker() {
        if (endpoints.keySet().stream().allMatch(Hook::decides)) {
            return Onlooker.NOBODY;
        }
        notices = new WebhookNotices(this, metrics);
        return notices;
    }

    /** Whether some hook says who is let in. */
    public boolean authenticates() {
        return !endpoints(Hook.AUTH_ON_REGISTER).isEmpty()
                || !endpoints(Hook.AUTH_ON_REGISTER_M5).isEmpty();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        Hook hook = Hook.authOnRegister(who.version());
        if (endpoints(hook).isEmpty()) {
            answer.accept(new Answer.Unknown("no endpoint has the hook " + hook.word(), null));
            return;
        }
        chain.<Privileges>ask(
                endpoints(hook),
                to -> Questions.register(who, to),
                (yes, by) -> Answers.privileges(yes.modifiers()),
                said -> answer.accept(answer(said)));
    }

    private static Answer answer(Said<Privileges> said) {
        return switch (said) {
            case Said.Yes<Privileges>(Endpoint by, Privileges privileges) ->
                    new Answer.Granted(by.told(), privileges);
            case Said.No<Privileges>(Endpoint by, String error) ->
                    new Answer.Denied(cause(error), "says " + SafeText.quoted(error), by.told());
            case Said.Nothing<Privileges>(String because) -> new Answer.Unknown(because, null);
            case Said.Failed<Privileges>(var failed, Endpoint by) -> failed.answer();
        };
    }

    /** The one word that VerneMQ's own checks use for it. */
    private static Cause cause(String error) {
        return error.equals("invalid_credentials") ? Cause.WRONG_PASSWORD : Cause.NOT_AUTHORIZED;
    }

    @Override
    public void close() {
        if (notices != null) {
            notices.close();
        }
        client.shutdownNow();
    }
}
