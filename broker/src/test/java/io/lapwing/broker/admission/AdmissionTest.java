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
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Will;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final Set<Integer> ALL_LEVELS = Set.of(3, 4, 5, 131, 132);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Metrics metrics = new Metrics();
    private final Events events = new Events(clock);
    private final Map<String, String> settings = new HashMap<>();
    private final List<Authenticator> plugins = new ArrayList<>();
    private final List<Verdict> later = new CopyOnWriteArrayList<>();
    private ListenerSettings listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, true);
    private boolean listenerFull;
    private boolean shuttingDown;
    private @Nullable Admission started;
    @TempDir private Path folder;

    @AfterEach
    void close() {
        admission().close();
    }

    @Test
    void anAnonymousClientClimbsTheWholeLadder() {
        Verdict.Admitted in = admitted(connect(MqttVersion.V3_1_1, "pump-7").build());

        assertThat(in.clientId()).isEqualTo("pump-7");
        assertThat(in.assigned()).isFalse();
        assertThat(texts(in.checks()))
                .containsExactly(
                        "PASSED Server: takes connections",
                        "PASSED Protocol version: allowed on this listener",
                        "PASSED Client id: valid",
                        "PASSED Bans: none for this address, client id or user",
                        "PASSED Connection rate: below the limit",
                        "PASSED Connections of the listener: below the limit",
                        "PASSED Connections of the address: below the limit",
                        "PASSED Authentication method: none asked for",
                        "SKIPPED Credentials: not checked, anonymous access is on");
        assertThat(admission().lastLogin("pump-7"))
                .isEqualTo(new Login(clock.epochMillis(), "10.0.0.7", 50123, null));
    }

    @Test
    void aServerThatStopsLetsNobodyIn() {
        shuttingDown = true;

        refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.SERVER_SHUTTING_DOWN,
                "the server is being stopped",
                "Server");
    }

    @Test
    void aVersionThatTheListenerDoesNotAllowIsRefused() {
        listener = new ListenerSettings("tcp.old", Set.of(3, 4, 131), 0, true);

        refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.PROTOCOL_VERSION_DISABLED,
                "MQTT 5.0 (level 5) is not among the versions that tcp.old allows",
                "Protocol version");
        refused(
                connect(MqttVersion.V3_1_1, "a").bridge().build(),
                Cause.PROTOCOL_VERSION_DISABLED,
                "MQTT 3.1.1 of a bridge (level 132) is not among the versions that tcp.old allows",
                "Protocol version");
        admitted(connect(MqttVersion.V3_1, "a").bridge().build());
    }

    @Test
    void anEmptyClientIdIsRefusedAssignedOrTakenByVersion() {
        refused(
                connect(MqttVersion.V3_1, "").build(),
                Cause.CLIENT_ID_MISSING,
                "the client id is empty, and MQTT 3.1 needs one",
                "Client id");
        refused(
                connect(MqttVersion.V3_1_1, "").keepSession().build(),
                Cause.CLIENT_ID_MISSING,
                "the client id is empty, and a session that is kept needs one",
                "Client id");
        Verdict.Admitted first = admitted(connect(MqttVersion.V3_1_1, "").build());
        Verdict.Admitted second = admitted(connect(MqttVersion.V5, "").keepSession().build());
        assertThat(first.assigned()).isTrue();
        assertThat(first.clientId()).matches("lw-[A-Za-z0-9_-]{20}");
        assertThat(second.clientId()).isNotEqualTo(first.clientId());
    }

    @Test
    void aClientIdHasABoundInBytes() {
        settings.put("max_client_id_size", "10");

        admitted(connect(MqttVersion.V5, "ééééé").build());
        admitted(connect(MqttVersion.V5, "ab😀😀").build());
        refused(
                connect(MqttVersion.V5, "ééééé.").build(),
                Cause.CLIENT_ID_TOO_LONG,
                "the client id has 11 bytes, allowed are 10 (max_client_id_size)",
                "Client id");
    }

    @Test
    void aClientIdHoldsNoControlCharacters() {
        refused(
                connect(MqttVersion.V5, "ab\nc").build(),
                Cause.CLIENT_ID_NOT_VALID,
                "character 3 of the client id is the control character U+000A",
                "Client id");
    }

    @Test
    void bansNameAddressClientOrUserUntilTheyEnd() {
        Bans bans = admission().bans();
        bans.ban(Ban.Kind.CLIENT, "pump-7", Duration.ofSeconds(30), "noisy");
        Ban user = bans.ban(Ban.Kind.USER, "eve", null, "");

        refused(
                connect(MqttVersion.V5, "pump-7").build(),
                Cause.BANNED,
                "client “pump-7” is banned until 2023-11-14T22:13:50Z (noisy)",
                "Bans");
        refused(
                connect(MqttVersion.V5, "a").user("eve", "x").build(),
                Cause.BANNED,
                "user “eve” is banned without an end",
                "Bans");
        clock.advance(Duration.ofSeconds(30));
        admitted(connect(MqttVersion.V5, "pump-7").build());
        assertThat(bans.unban(user.id())).isTrue();
        assertThat(bans.unban(user.id())).isFalse();
        admitted(connect(MqttVersion.V5, "a").user("eve", "x").build());
        bans.ban(Ban.Kind.ADDRESS, "10.0.0.7", null, "");
        refused(
                connect(MqttVersion.V5, "b").build(),
                Cause.BANNED,
                "address 10.0.0.7 is banned without an end",
                "Bans");
    }

    @Test
    void aListenerTakesSoManyConnectsASecond() {
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 4, true);
        Connect connect = connect(MqttVersion.V5, "a").build();

        for (int i = 0; i < 4; i++) {
            admitted(connect);
        }
        refused(
                connect,
                Cause.CONNECTION_RATE_EXCEEDED,
                "more than 4 CONNECTs a second on tcp.default (max_connection_rate)",
                "Connection rate");
        clock.advance(Duration.ofMillis(250));
        admitted(connect);
        assertThat(judge(connect)).isInstanceOf(Verdict.Refused.class);
        clock.advance(Duration.ofSeconds(60));
        for (int i = 0; i < 4; i++) {
            admitted(connect);
        }
        assertThat(judge(connect)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aFullListenerRefuses() {
        listenerFull = true;

        refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.CONNECTION_LIMIT,
                "tcp.default has as many connections as it may (max_connections)",
                "Connections of the listener");
    }

    @Test
    void anAddressHasAQuotaOfConnections() {
        settings.put("max_connections_per_address", "2");
        Connect connect = connect(MqttVersion.V5, "a").build();
        admission().opened("10.0.0.7");
        admission().opened("10.0.0.7");
        admitted(connect);
        admission().opened("10.0.0.7");

        refused(
                connect,
                Cause.QUOTA_EXCEEDED,
                "10.0.0.7 has more than 2 connections (max_connections_per_address)",
                "Connections of the address");
        admission().closed("10.0.0.7");
        admitted(connect);
    }

    @Test
    void anAuthenticationMethodIsNotOffered() {
        Properties asks =
                Properties.builder().text(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-1").build();

        refused(
                connect(MqttVersion.V5, "a").properties(asks).build(),
                Cause.BAD_AUTHENTICATION_METHOD,
                "the client asks for the authentication method “SCRAM-SHA-1”, and none is offered",
                "Authentication method");
    }

    @Test
    void withoutAuthenticatorsAndWithoutAnonymousAccessNobodyIsLetIn() {
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, false);

        refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.NOT_AUTHORIZED,
                "no password file or other authenticator is configured, and allow_anonymous is off",
                "Credentials");
    }

    @Test
    void aPasswordFileTellsUnknownUsersFromWrongPasswords() throws Exception {
        usePasswords();

        Verdict.Admitted in = admittedLater(connect(MqttVersion.V5, "a").user("pump-7", "seven"));
        assertThat(in.userName()).isEqualTo("pump-7");
        assertThat(in.checks().getLast())
                .isEqualTo(
                        Check.passed(
                                "Password file: accepts the credentials", "users.txt, line 2"));

        Verdict.Refused wrong = refusedLater(connect(MqttVersion.V5, "a").user("pump-7", "eight"));
        assertThat(wrong.cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(wrong.because())
                .isEqualTo(
                        "password file: password of “pump-7” does not match (users.txt, line 2)");
        assertThat(wrong.checks())
                .contains(
                        Check.failed(
                                "Password file: password of “pump-7” does not match",
                                "users.txt, line 2"));

        Verdict.Refused unknown = refusedLater(connect(MqttVersion.V5, "a").user("eve", "seven"));
        assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN_USER);
        assertThat(unknown.because()).isEqualTo("password file: knows no user “eve”");
        assertThat(unknown.checks().getLast())
                .isEqualTo(Check.failed("Password file: knows no user “eve”", "users.txt"));

        refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.CREDENTIALS_MISSING,
                "password file: no user name was sent",
                "Password file");
        Verdict.Refused silent = refusedLater(connect(MqttVersion.V5, "a").user("pump-7", null));
        assertThat(silent.cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(silent.because()).contains("no password was sent for “pump-7”");
    }

    @Test
    void anUnknownUserCostsAsManyHashesAsAWrongPassword() throws Exception {
        usePasswords();

        refusedLater(connect(MqttVersion.V5, "a").user("pump-7", "eight"));
        assertThat(hashes()).isEqualTo(1);
        refusedLater(connect(MqttVersion.V5, "a").user("eve", "eight"));
        assertThat(hashes()).isEqualTo(2);
        refusedLater(connect(MqttVersion.V5, "a").user("pump-7", null));
        assertThat(hashes()).isEqualTo(3);
    }

    @Test
    void authenticatorsAreAskedInTurnUntilOneKnows() {
        useAuthenticators(
                answering("ldap", new Answer.Unknown(null)),
                answering("tokens", new Answer.Granted("token 7")),
                answering("never asked", new Answer.Unavailable("x")));

        Verdict.Admitted in = admitted(connect(MqttVersion.V5, "a").user("u", "p").build());

        assertThat(texts(in.checks()))
                .endsWith(
                        "FAILED Ldap: knows no user “u”", "PASSED Tokens: accepts the credentials");
    }

    @Test
    void aUserThatNobodyKnowsIsToldByAll() {
        useAuthenticators(
                answering("ldap", new Answer.Unknown(null)),
                answering("tokens", new Answer.Unknown(null)));

        refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.UNKNOWN_USER,
                "ldap: knows no user “u”; tokens: knows no user “u”",
                "Tokens");
    }

    @Test
    void anAuthenticatorMayDenyBeDownOrThrow() {
        useAuthenticators(
                answering("rules", new Answer.Denied(Cause.NOT_AUTHORIZED, "not today", "rule 3")));
        refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.NOT_AUTHORIZED,
                "rules: not today (rule 3)",
                "Rules");
        close();

        useAuthenticators(answering("ldap", new Answer.Unavailable("connection refused")));
        refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.AUTH_BACKEND_UNAVAILABLE,
                "ldap: connection refused",
                "Ldap");
        close();

        useAuthenticators(
                authenticator(
                        "broken",
                        answer -> {
                            throw new IllegalStateException("thrown by the test");
                        }));
        refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.AUTH_BACKEND_UNAVAILABLE,
                "broken: it failed; see the log",
                "Broken");
    }

    @Test
    void anAnswerThatComesLaterIsHandedOverOnce() {
        List<Consumer<Answer>> asked = new ArrayList<>();
        useAuthenticators(authenticator("ldap", asked::add));

        assertThat(judge(connect(MqttVersion.V5, "a").user("u", "p").build()))
                .isInstanceOf(Verdict.Pending.class);
        assertThat(later).isEmpty();
        asked.getFirst().accept(new Answer.Granted(null));
        asked.getFirst().accept(new Answer.Granted(null));
        clock.advance(Duration.ofSeconds(60));
        admission().tick();

        assertThat(later).hasSize(1);
        assertThat(later.getFirst()).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void anAuthenticatorThatDoesNotAnswerInTimeIsABackendTimeout() {
        List<Consumer<Answer>> asked = new ArrayList<>();
        useAuthenticators(authenticator("ldap", asked::add));
        judge(connect(MqttVersion.V5, "a").user("u", "p").build());

        clock.advance(Duration.ofSeconds(5).minusMillis(1));
        admission().tick();
        assertThat(later).isEmpty();
        clock.advance(Duration.ofMillis(1));
        admission().tick();
        asked.getFirst().accept(new Answer.Granted(null));

        assertThat(later).hasSize(1);
        Verdict.Refused no = (Verdict.Refused) later.getFirst();
        assertThat(no.cause()).isEqualTo(Cause.AUTH_BACKEND_TIMEOUT);
        assertThat(no.because()).isEqualTo("ldap did not answer within 5 s");
    }

    @Test
    void aWillAsksForWhatTheServerOffers() {
        settings.put("max_qos", "1");
        settings.put("retain_available", "off");

        Verdict.Refused qos =
                refused(
                        connect(MqttVersion.V5, "a").will("a/b", 2, false).build(),
                        Cause.WILL_NOT_SUPPORTED,
                        "the will has QoS 2, offered is 1 (max_qos)",
                        "Will");
        assertThat(qos.instead()).isEqualTo(ReasonCode.QOS_NOT_SUPPORTED);
        Verdict.Refused retain =
                refused(
                        connect(MqttVersion.V5, "a").will("a/b", 1, true).build(),
                        Cause.WILL_NOT_SUPPORTED,
                        "the will is to be retained, which is switched off (retain_available)",
                        "Will");
        assertThat(retain.instead()).isEqualTo(ReasonCode.RETAIN_NOT_SUPPORTED);
        admitted(connect(MqttVersion.V5, "a").will("a/b", 1, false).build());
    }

    @Test
    void aWillMustBeAllowedByTheRules() throws Exception {
        Path rules = folder.resolve("rules.acl");
        Files.writeString(rules, "user pump-7\ntopic write pumps/7\n");
        settings.put("vmq_acl.acl_file", rules.toString());

        admitted(
                connect(MqttVersion.V5, "a").user("pump-7", "x").will("pumps/7", 0, false).build());
        refused(
                connect(MqttVersion.V5, "a").user("pump-8", "x").will("pumps/7", 0, false).build(),
                Cause.WILL_NOT_AUTHORIZED,
                "no rule allows “pump-8” to publish to “pumps/7” (rules.acl)",
                "Will");
    }

    @Test
    void whatWasNotReachedIsSaidToo() {
        shuttingDown = true;

        Verdict.Refused no =
                (Verdict.Refused) judge(connect(MqttVersion.V5, "a").will("a", 0, false).build());

        assertThat(no.checks()).hasSize(Step.all().length);
        assertThat(no.checks().getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(no.checks().subList(1, no.checks().size()))
                .allMatch(check -> check.outcome() == Outcome.SKIPPED)
                .allMatch(check -> check.text().endsWith(": not reached"));
    }

    @Test
    void textOfClientsIsEscapedInSentences() throws Exception {
        usePasswords();

        Verdict.Refused no =
                refusedLater(
                        connect(MqttVersion.V5, "a").user("e”v\ne\u202e" + "x".repeat(99), "p"));

        assertThat(no.because())
                .isEqualTo(
                        "password file: knows no user “e\\u201dv\\ne\\u202e"
                                + "x".repeat(58)
                                + "… (105 characters)”");
    }

    private Admission admission() {
        Admission known = started;
        if (known == null) {
            known = new Admission(Config.of(settings), clock, metrics, events, plugins);
            started = known;
        }
        return known;
    }

    private void usePasswords() throws Exception {
        Path users = folder.resolve("users.txt");
        Files.writeString(users, "# users\n");
        PasswordFileWriter.put(users, "pump-7", "seven");
        settings.put("vmq_passwd.password_file", users.toString());
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, false);
    }

    private void useAuthenticators(Authenticator... all) {
        plugins.clear();
        plugins.addAll(List.of(all));
        started = new Admission(Config.of(settings), clock, new Metrics(), events, plugins);
        listener = new ListenerSettings("tcp.default", ALL_LEVELS, 0, false);
    }

    private static Authenticator answering(String name, Answer answer) {
        return authenticator(name, callback -> callback.accept(answer));
    }

    private static Authenticator authenticator(String name, Consumer<Consumer<Answer>> check) {
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

    private long hashes() {
        return metrics.value(metrics.series(AdmissionMetrics.PASSWORD_HASHES));
    }

    private Verdict judge(Connect connect) {
        return admission()
                .judge(
                        new ConnectAttempt(
                                connect, listener, "10.0.0.7", 50123, listenerFull, shuttingDown),
                        later::add);
    }

    private Verdict.Admitted admitted(Connect connect) {
        Verdict verdict = judge(connect);
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
        return (Verdict.Admitted) verdict;
    }

    private Verdict.Admitted admittedLater(ConnectText connect) {
        return (Verdict.Admitted) decided(connect);
    }

    private Verdict.Refused refusedLater(ConnectText connect) {
        return (Verdict.Refused) decided(connect);
    }

    private Verdict decided(ConnectText connect) {
        later.clear();
        Verdict verdict = judge(connect.build());
        if (!(verdict instanceof Verdict.Pending)) {
            return verdict;
        }
        await().until(() -> !later.isEmpty());
        return later.getFirst();
    }

    /** The check that failed is the one with this topic, and it says why. */
    private Verdict.Refused refused(Connect connect, Cause cause, String because, String topic) {
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

    private static List<String> texts(List<Check> checks) {
        return checks.stream().map(check -> check.outcome() + " " + check.text()).toList();
    }

    private static ConnectText connect(MqttVersion version, String clientId) {
        return new ConnectText(version, clientId);
    }

    /** A CONNECT in the making. */
    private static final class ConnectText {
        private final MqttVersion version;
        private final String clientId;
        private boolean bridge;
        private boolean clean = true;
        private @Nullable Will will;
        private @Nullable String user;
        private byte @Nullable [] password;
        private Properties properties = Properties.EMPTY;

        ConnectText(MqttVersion version, String clientId) {
            this.version = version;
            this.clientId = clientId;
        }

        ConnectText bridge() {
            bridge = true;
            return this;
        }

        ConnectText keepSession() {
            clean = false;
            return this;
        }

        ConnectText user(String name, @Nullable String secret) {
            user = name;
            password = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        ConnectText will(String topic, int qos, boolean retain) {
            will = new Will(topic, new byte[0], qos, retain, Properties.EMPTY);
            return this;
        }

        ConnectText properties(Properties asked) {
            properties = asked;
            return this;
        }

        Connect build() {
            return new Connect(
                    version, bridge, clientId, clean, 60, will, user, password, properties);
        }
    }
}
