// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.ConnectAttempt;
import io.lapwing.broker.admission.Decision;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.admission.RemoteAuthorizer;
import io.lapwing.broker.admission.Verdict;
import io.lapwing.broker.refusals.Check;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers what would become of a CONNECT, a message or a subscription: by the very checks that a
 * client would meet. It waits for those that ask elsewhere; no worker calls it.
 */
final class Explainer {
    private static final long PATIENCE_SECONDS = 30;

    private final Admission admission;
    private final Function<String, ListenerSettings> listeners;
    private final Path rules;

    /**
     * @param listeners the settings of a listener by its name, such as tcp.default
     */
    Explainer(Config config, Admission admission, Function<String, ListenerSettings> listeners) {
        this.admission = admission;
        this.listeners = listeners;
        this.rules = config.get(AdmissionOptions.ACL_FILE);
    }

    Explained connect(Explained.Connecting who) {
        MqttVersion version =
                switch (who.level()) {
                    case 3 -> MqttVersion.V3_1;
                    case 4 -> MqttVersion.V3_1_1;
                    case 5 -> MqttVersion.V5;
                    default -> throw new IllegalArgumentException("a version is 3, 4 or 5");
                };
        Connect connect =
                new Connect(
                        version,
                        false,
                        who.clientId(),
                        true,
                        60,
                        null,
                        who.userName(),
                        who.password(),
                        Properties.EMPTY);
        ListenerSettings settings = listeners.apply(who.listener());
        ConnectAttempt attempt =
                new ConnectAttempt(connect, settings, Origin.of(who.address(), 0), false, false);
        Verdict verdict =
                this.<Verdict>awaited(later -> {
                    Verdict now = admission.rehearse(attempt, later);
                    return now instanceof Verdict.Pending ? null : now;
                });
        return switch (verdict) {
            case Verdict.Admitted in -> {
                Check last = in.checks().getLast();
                yield new Explained(true, null, last.text(), last.detail(), null, in.checks());
            }
            case Verdict.Refused no ->
                    new Explained(
                            false,
                            no.cause().word(),
                            no.because(),
                            failed(no.checks()),
                            null,
                            no.checks());
            case Verdict.Challenged c -> throw new IllegalStateException("no method was asked for");
            case Verdict.Pending p -> throw new IllegalStateException("no verdict");
        };
    }

    Explained publish(String clientId, @Nullable String user, String topic) {
        if (topic.startsWith("$")) {
            return new Explained(
                    false,
                    null,
                    "the topics that begin with $ are the server's own",
                    null,
                    null,
                    List.of());
        }
        Client client = new Client(clientId, user);
        Decision decision = admission.authorizer().publish(client, topic);
        RemoteAuthorizer remote = admission.remote();
        if (decision.undecided() && remote != null && remote.decidesPublish(MqttVersion.V5)) {
            Publish message = new Publish(false, 0, false, topic, 0, Properties.EMPTY, new byte[0]);
            RemoteAuthorizer.PublishAnswer answer =
                    this.<RemoteAuthorizer.PublishAnswer>awaited(later -> {
                        remote.publish(client, MqttVersion.V5, message, later);
                        return null;
                    });
            return explained(decision.or(answer.decision()));
        }
        return explained(decision);
    }

    Explained subscribe(String clientId, @Nullable String user, String filter) {
        Client client = new Client(clientId, user);
        Decision decision = admission.authorizer().subscribe(client, filter);
        RemoteAuthorizer remote = admission.remote();
        if (decision.undecided() && remote != null && remote.decidesSubscribe(MqttVersion.V5)) {
            Subscribe packet =
                    new Subscribe(1, List.of(new Subscription(filter, 0)), Properties.EMPTY);
            RemoteAuthorizer.SubscribeAnswer answer =
                    this.<RemoteAuthorizer.SubscribeAnswer>awaited(later -> {
                        remote.subscribe(client, MqttVersion.V5, packet, later);
                        return null;
                    });
            List<Subscription> instead = answer.instead();
            boolean denied = instead != null && instead.getFirst().qos() > 2;
            return explained(denied ? decision : decision.or(answer.decision()));
        }
        return explained(decision);
    }

    private Explained explained(Decision decision) {
        return new Explained(
                decision.allowed(),
                null,
                decision.because(),
                decision.detail(),
                ruleAt(decision.detail()),
                List.of());
    }

    private static @Nullable String failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.outcome() == Check.Outcome.FAILED)
                .reduce((first, last) -> last)
                .map(Check::detail)
                .orElse(null);
    }

    /** The line of the access file that a decision names, as it stands there now. */
    private @Nullable String ruleAt(@Nullable String where) {
        String file = String.valueOf(rules.getFileName()) + ", line ";
        if (where == null || !where.startsWith(file)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(rules, StandardCharsets.UTF_8)) {
            long line = Long.parseLong(where.substring(file.length()));
            return lines.skip(line - 1).findFirst().map(String::strip).orElse(null);
        } catch (IOException | RuntimeException e) {
            return null; // it has changed since
        }
    }

    private interface Asking<A> {
        /** The answer, or null when it comes later. */
        @Nullable A ask(Consumer<A> later);
    }

    private <A> A awaited(Asking<A> asking) {
        BlockingQueue<A> answers = new ArrayBlockingQueue<>(1);
        A now = asking.ask(answers::offer);
        try {
            A answer = now != null ? now : answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer != null) {
                return answer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("what is asked did not answer in time");
    }

    /** Settings without a rate: to ask takes nobody's turn. */
    static ListenerSettings withoutRate(ListenerSettings settings) {
        Set<Integer> levels = settings.protocolLevels();
        return new ListenerSettings(settings.name(), levels, 0, settings.anonymous());
    }
}
