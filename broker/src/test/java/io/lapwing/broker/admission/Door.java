// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.Check.Outcome;
import io.lapwing.protocol.Connect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An admission on a manual clock, and what it said to the CONNECTs of a test. */
final class Door implements AutoCloseable {
    static final Set<Integer> ALL_LEVELS = Set.of(3, 4, 5, 131, 132);

    final ManualClock clock = new ManualClock(1_700_000_000_000L);
    final Metrics metrics = new Metrics();
    final Events events = new Events(clock);
    final Map<String, String> settings = new HashMap<>();
    final List<Authenticator> plugins = new ArrayList<>();
    final List<Verdict> later = new CopyOnWriteArrayList<>();
    Origin origin = Origin.of("10.0.0.7", 50123);
    ListenerSettings listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, true);
    boolean listenerFull;
    boolean shuttingDown;
    private @Nullable Admission started;

    @Override
    public void close() {
        admission().close();
    }

    Admission admission() {
        Admission known = started;
        if (known == null) {
            known =
                    new Admission(
                            Config.of(settings),
                            clock,
                            metrics,
                            events,
                            Admission.Others.of(plugins));
            started = known;
        }
        return known;
    }

    /** One comment, then pump-7 with the password seven. */
    void usePasswords(Path users) throws IOException {
        Files.writeString(users, "# users\n");
        PasswordFileWriter.put(users, "pump-7", "seven");
        settings.put("vmq_passwd.password_file", users.toString());
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, false);
    }

    void useAuthenticators(Authenticator... all) {
        plugins.clear();
        plugins.addAll(List.of(all));
        started =
                new Admission(
                        Config.of(settings),
                        clock,
                        new Metrics(),
                        events,
                        Admission.Others.of(plugins));
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, false);
    }

    static Authenticator answering(String name, Answer answer) {
        return authenticator(name, callback -> callback.accept(answer));
    }

    static Authenticator authenticator(String name, Consumer<Consumer<Answer>> check) {
        return new Authenticator() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void check(Credentials who, Consumer<Answer> answer) {
                check.accept(answer);
            }
        };
    }

    long hashes() {
        return metrics.value(metrics.series(AdmissionMetrics.PASSWORD_HASHES));
    }

    Verdict judge(Connect connect) {
        return admission()
                .judge(
                        new ConnectAttempt(connect, listener, origin, listenerFull, shuttingDown),
                        later::add);
    }

    Verdict.Admitted admitted(Connect connect) {
        Verdict verdict = judge(connect);
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
        return (Verdict.Admitted) verdict;
    }

    Verdict.Admitted admittedLater(ConnectText connect) {
        return (Verdict.Admitted) decided(connect);
    }

    Verdict.Refused refusedLater(ConnectText connect) {
        return (Verdict.Refused) decided(connect);
    }

    Verdict decided(ConnectText connect) {
        later.clear();
        Verdict verdict = judge(connect.build());
        if (!(verdict instanceof Verdict.Pending)) {
            return verdict;
        }
        await().until(() -> !later.isEmpty());
        return later.getFirst();
    }

    /** The check that failed is the one with this topic, and it says why. */
    Verdict.Refused refused(Connect connect, Cause cause, String because, String topic) {
        Verdict verdict = judge(connect);
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        Verdict.Refused no = (Verdict.Refused) verdict;
        assertThat(no.cause()).isEqualTo(cause);
        assertThat(no.because()).isEqualTo(because);
        assertThat(no.checks().stream().filter(check -> check.outcome() == Outcome.FAILED).toList())
                .last()
                .extracting(Check::text)
                .asString()
                .startsWith(topic + ": ");
        return no;
    }

    static List<String> texts(List<Check> checks) {
        return checks.stream().map(check -> check.outcome() + " " + check.text()).toList();
    }
}
