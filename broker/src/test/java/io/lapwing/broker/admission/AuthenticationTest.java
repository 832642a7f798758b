// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static io.lapwing.broker.admission.ConnectText.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.protocol.MqttVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
    private final Door door = new Door();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void withoutAuthenticatorsAndWithoutAnonymousAccessNobodyIsLetIn() {
        door.listener = new ListenerSettings("tcp.default", Door.ALL_LEVELS, 0, false);

        door.refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.NOT_AUTHORIZED,
                "no password file or other authenticator is configured, and allow_anonymous is off",
                "Credentials");
    }

    @Test
    void aPasswordFileTellsUnknownUsersFromWrongPasswords() throws Exception {
        door.usePasswords(folder.resolve("users.txt"));

        Verdict.Admitted in =
                door.admittedLater(connect(MqttVersion.V5, "a").user("pump-7", "seven"));
        assertThat(in.userName()).isEqualTo("pump-7");
        assertThat(in.checks().getLast())
                .isEqualTo(
                        Check.passed(
                                "Password file: accepts the credentials", "users.txt, line 2"));

        Verdict.Refused wrong =
                door.refusedLater(connect(MqttVersion.V5, "a").user("pump-7", "eight"));
        assertThat(wrong.cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(wrong.because())
                .isEqualTo(
                        "password file: password of “pump-7” does not match (users.txt, line 2)");
        assertThat(wrong.checks())
                .contains(
                        Check.failed(
                                "Password file: password of “pump-7” does not match",
                                "users.txt, line 2"));

        Verdict.Refused unknown =
                door.refusedLater(connect(MqttVersion.V5, "a").user("eve", "seven"));
        assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN_USER);
        assertThat(unknown.because()).isEqualTo("password file: knows no user “eve”");
        assertThat(unknown.checks().getLast())
                .isEqualTo(Check.failed("Password file: knows no user “eve”", "users.txt"));

        door.refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.CREDENTIALS_MISSING,
                "password file: no user name was sent",
                "Password file");
        Verdict.Refused silent =
                door.refusedLater(connect(MqttVersion.V5, "a").user("pump-7", null));
        assertThat(silent.cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(silent.because()).contains("no password was sent for “pump-7”");
    }

    @Test
    void anUnknownUserCostsAsManyHashesAsAWrongPassword() throws Exception {
        door.usePasswords(folder.resolve("users.txt"));

        door.refusedLater(connect(MqttVersion.V5, "a").user("pump-7", "eight"));
        assertThat(door.hashes()).isEqualTo(1);
        door.refusedLater(connect(MqttVersion.V5, "a").user("eve", "eight"));
        assertThat(door.hashes()).isEqualTo(2);
        door.refusedLater(connect(MqttVersion.V5, "a").user("pump-7", null));
        assertThat(door.hashes()).isEqualTo(3);
    }

    @Test
    void authenticatorsAreAskedInTurnUntilOneKnows() {
        door.useAuthenticators(
                Door.answering("ldap", new Answer.Unknown(null)),
                Door.answering("tokens", new Answer.Granted("token 7")),
                Door.answering("never asked", new Answer.Unavailable("x")));

        Verdict.Admitted in = door.admitted(connect(MqttVersion.V5, "a").user("u", "p").build());

        assertThat(Door.texts(in.checks()))
                .endsWith(
                        "FAILED Ldap: knows no user “u”", "PASSED Tokens: accepts the credentials");
    }

    @Test
    void aUserThatNobodyKnowsIsToldByAll() {
        door.useAuthenticators(
                Door.answering("ldap", new Answer.Unknown(null)),
                Door.answering("tokens", new Answer.Unknown(null)));

        door.refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.UNKNOWN_USER,
                "ldap: knows no user “u”; tokens: knows no user “u”",
                "Tokens");
    }

    @Test
    void anAuthenticatorMayDenyBeDownOrThrow() {
        door.useAuthenticators(
                Door.answering(
                        "rules", new Answer.Denied(Cause.NOT_AUTHORIZED, "not today", "rule 3")));
        door.refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.NOT_AUTHORIZED,
                "rules: not today (rule 3)",
                "Rules");
        door.close();

        door.useAuthenticators(
                Door.answering("ldap", new Answer.Unavailable("connection refused")));
        door.refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.AUTH_BACKEND_UNAVAILABLE,
                "ldap: connection refused",
                "Ldap");
        door.close();

        door.useAuthenticators(
                Door.authenticator(
                        "broken",
                        answer -> {
                            throw new IllegalStateException("thrown by the test");
                        }));
        door.refused(
                connect(MqttVersion.V5, "a").user("u", "p").build(),
                Cause.AUTH_BACKEND_UNAVAILABLE,
                "broken: it failed; see the log",
                "Broken");
    }

    @Test
    void anAnswerThatComesLaterIsHandedOverOnce() {
        List<Consumer<Answer>> asked = new ArrayList<>();
        door.useAuthenticators(Door.authenticator("ldap", asked::add));

        assertThat(door.judge(connect(MqttVersion.V5, "a").user("u", "p").build()))
                .isInstanceOf(Verdict.Pending.class);
        assertThat(door.later).isEmpty();
        asked.getFirst().accept(new Answer.Granted(null));
        asked.getFirst().accept(new Answer.Granted(null));
        door.clock.advance(Duration.ofSeconds(60));
        door.admission().tick();

        assertThat(door.later).hasSize(1);
        assertThat(door.later.getFirst()).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void anAuthenticatorThatDoesNotAnswerInTimeIsABackendTimeout() {
        List<Consumer<Answer>> asked = new ArrayList<>();
        door.useAuthenticators(Door.authenticator("ldap", asked::add));
        door.judge(connect(MqttVersion.V5, "a").user("u", "p").build());

        door.clock.advance(Duration.ofSeconds(5).minusMillis(1));
        door.admission().tick();
        assertThat(door.later).isEmpty();
        door.clock.advance(Duration.ofMillis(1));
        door.admission().tick();
        asked.getFirst().accept(new Answer.Granted(null));

        assertThat(door.later).hasSize(1);
        Verdict.Refused no = (Verdict.Refused) door.later.getFirst();
        assertThat(no.cause()).isEqualTo(Cause.AUTH_BACKEND_TIMEOUT);
        assertThat(no.because()).isEqualTo("ldap did not answer in time (auth_timeout)");
    }

    @Test
    void textOfClientsIsEscapedInSentences() throws Exception {
        door.usePasswords(folder.resolve("users.txt"));

        Verdict.Refused no =
                door.refusedLater(
                        connect(MqttVersion.V5, "a").user("e”v\ne\u202e" + "x".repeat(99), "p"));

        assertThat(no.because())
                .isEqualTo(
                        "password file: knows no user “e\\u201dv\\ne\\u202e"
                                + "x".repeat(58)
                                + "… (105 characters)”");
    }
}
