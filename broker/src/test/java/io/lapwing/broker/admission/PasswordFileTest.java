// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.Event;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.admission.secret.PasswordHash;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.LogLines;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    private static final String SEVEN = "pump-7:" + hash("seven");
    private static final String EIGHT = "pump-8:" + hash("eight");

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Metrics metrics = new Metrics();
    private final Events events = new Events(clock);
    private final HashPool pool = new HashPool();
    private final LogLines log = LogLines.of(PasswordFile.class.getName());
    @TempDir private Path folder;
    private Path path = Path.of("");

    @BeforeEach
    void nameTheFile() {
        path = folder.resolve("lapwing.passwd");
    }

    @AfterEach
    void close() {
        pool.close();
        log.close();
    }

    @Test
    void bothKindsOfHashThatMosquittoWritesAreRead() throws Exception {
        try (InputStream captured =
                getClass().getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            assertThat(captured).isNotNull();
            Files.write(path, captured.readAllBytes());
        }
        PasswordFile users = start();

        assertThat(users.badLines()).isZero();
        assertThat(ask(users, "pump-7", "correct horse")).isEqualTo(granted(3));
        assertThat(ask(users, "übung", "päss")).isEqualTo(granted(4));
        assertThat(ask(users, "empty", "")).isEqualTo(granted(5));
        assertThat(ask(users, "pump-6", "battery staple")).isEqualTo(granted(6));
        for (String user : List.of("pump-7", "übung", "empty", "pump-6")) {
            assertThat(ask(users, user, "Correct horse")).isInstanceOf(Answer.Denied.class);
        }
        assertThat(ask(users, "pump-5", "battery staple")).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aBadLineIsNamedAndTheOtherUsersStillWork() throws Exception {
        String broken = EIGHT.replace("pump-8", "pump-9").substring(0, EIGHT.length() - 9);
        write(
                SEVEN,
                "no colon",
                "plain:secret",
                broken,
                "old:$5$abc$def",
                "x:$7$0$YQ==$YQ==",
                EIGHT);
        PasswordFile users = start();

        assertThat(ask(users, "pump-7", "seven")).isEqualTo(granted(1));
        assertThat(ask(users, "pump-8", "eight")).isEqualTo(granted(7));
        assertThat(users.badLines()).isEqualTo(5);
        assertThat(log.texts())
                .containsExactly(
                        path + ":2: it is not USER:HASH",
                        path + ":3: user “plain”: its password is not hashed",
                        path + ":4: user “pump-9”: its hash is no Base64 of 64 bytes",
                        path
                                + ":5: user “old”: its hash is of none of the kinds $6$, $7$, $2b$,"
                                + " $argon2id$, $pbkdf2-…$",
                        path + ":6: user “x”: its number of iterations is not from 1 to 10000000",
                        path + " was read, users: 2");
        assertThat(eventTexts().reversed())
                .containsExactly(
                        "lapwing.passwd line 2: it is not USER:HASH",
                        "lapwing.passwd line 3: user “plain”: its password is not hashed",
                        "lapwing.passwd line 4: user “pump-9”: its hash is no Base64 of 64 bytes",
                        "lapwing.passwd: 2 more bad lines");
    }

    @Test
    void aUserThatStandsTwiceHasTheLastPassword() throws Exception {
        write(SEVEN, "pump-7:" + hash("other"));
        PasswordFile users = start();

        assertThat(ask(users, "pump-7", "other")).isEqualTo(granted(2));
        assertThat(log.texts().getFirst())
                .isEqualTo(path + ":2: user “pump-7” stands on line 1 already; this line counts");
    }

    @Test
    void aReplacedFileIsReadAtOnceAndSaysWhoChanged() throws Exception {
        write(SEVEN, EIGHT, "gone:" + hash("x"));
        PasswordFile users = start();
        clock.advance(Duration.ofMinutes(1));

        Path fresh = folder.resolve("fresh");
        Files.writeString(
                fresh, String.join("\n", "pump-7:" + hash("new"), EIGHT, "new:" + hash("n")));
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
        users.look();

        assertThat(ask(users, "pump-7", "seven")).isInstanceOf(Answer.Denied.class);
        assertThat(ask(users, "pump-7", "new")).isEqualTo(granted(1));
        assertThat(eventTexts())
                .containsExactly(
                        "lapwing.passwd reloaded, 1 user added: new; 1 user changed: pump-7;"
                                + " 1 user removed: gone");
        long now = clock.epochMillis();
        assertThat(users.lastChange("pump-7"))
                .isEqualTo(new FileChange(path.toString(), now, FileChange.Kind.CHANGED, "pump-7"));
        assertThat(users.lastChange("pump-8")).isNull();
        assertThat(users.lastReload())
                .isEqualTo(new FileChange(path.toString(), now, FileChange.Kind.RELOADED, null));
    }

    @Test
    void atMostFiveUsersAreNamed() throws Exception {
        write(SEVEN);
        PasswordFile users = start();
        String hash = hash("x");
        write(SEVEN, "a:" + hash, "b:" + hash, "c:" + hash, "d:" + hash, "e:" + hash, "f:" + hash);
        users.look();
        users.look();

        assertThat(eventTexts())
                .containsExactly(
                        "lapwing.passwd reloaded, 6 users added: a, b, c, d, e and 1 more");
    }

    @Test
    void aFileThatIsWrittenInPlaceIsReadOnceItStandsStill() throws Exception {
        write(SEVEN, EIGHT);
        PasswordFile users = start();

        Files.writeString(path, "pump-7:" + hash("new") + "\n"); // the first half
        users.look();
        assertThat(ask(users, "pump-7", "seven")).isEqualTo(granted(1));
        assertThat(ask(users, "pump-8", "eight")).isEqualTo(granted(2));
        write("pump-7:" + hash("new"), EIGHT);
        users.look();
        assertThat(eventTexts()).isEmpty();
        users.look();

        assertThat(ask(users, "pump-7", "new")).isEqualTo(granted(1));
        assertThat(ask(users, "pump-8", "eight")).isEqualTo(granted(2));
        assertThat(eventTexts()).containsExactly("lapwing.passwd reloaded, 1 user changed: pump-7");
    }

    @Test
    void aChangeOfTheSameLengthIsSeenByItsTime() throws Exception {
        write("pump-7:" + hash("seven"));
        PasswordFile users = start();

        write("pump-7:" + hash("eight"));
        Files.setLastModifiedTime(path, FileTime.fromMillis(1));
        users.look();
        users.look();

        assertThat(ask(users, "pump-7", "eight")).isEqualTo(granted(1));
    }

    @Test
    void theOldContentStaysWhenNoLineCanBeReadAndWhenTheFileIsGone() throws Exception {
        write(SEVEN);
        PasswordFile users = start();

        write("all of it", "is nonsense");
        users.look();
        users.look();
        users.look();
        assertThat(ask(users, "pump-7", "seven")).isEqualTo(granted(1));
        assertThat(eventTexts().getFirst())
                .isEqualTo("lapwing.passwd was not reloaded: no line of it can be read");
        assertThat(log.texts().getLast())
                .isEqualTo(
                        path
                                + " was not reloaded: no line of it can be read; what was read"
                                + " before stays in force");
        Files.delete(path);
        int eventsBefore = eventTexts().size();
        users.look();
        users.look();
        users.look();
        assertThat(ask(users, "pump-7", "seven")).isEqualTo(granted(1));
        assertThat(eventTexts()).hasSize(eventsBefore + 1);
        assertThat(eventTexts().getFirst())
                .isEqualTo("lapwing.passwd was not reloaded: it is not there");
        write(EIGHT);
        users.look();
        assertThat(ask(users, "pump-8", "eight")).isEqualTo(granted(1));
    }

    @Test
    void anEmptiedFileHasNoUsers() throws Exception {
        write(SEVEN);
        PasswordFile users = start();

        Files.writeString(path, "");
        users.look();
        users.look();

        assertThat(ask(users, "pump-7", "seven")).isInstanceOf(Answer.Unknown.class);
        assertThat(eventTexts()).containsExactly("lapwing.passwd reloaded, 1 user removed: pump-7");
    }

    @Test
    void aFileThatCannotBeReadAtTheStartIsAnErrorOfTheConfiguration() throws Exception {
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vmq_passwd.password_file = " + path + ": it is not there");
        write("nonsense");
        assertThatThrownBy(this::start)
                .hasMessage(
                        "vmq_passwd.password_file = "
                                + path
                                + ": no line of it can be read; line 1: it is not USER:HASH");
        Files.delete(path);
        Files.createDirectory(path);
        assertThatThrownBy(this::start).hasMessageContaining("it is a folder");
    }

    @Test
    void moreLoginsThanThePoolTakesAreAnsweredWithServerBusy() throws Exception {
        write(SEVEN);
        HashPool full = new HashPool(1, 1);
        full.close();
        PasswordFile users = PasswordFile.start(path, full, clock, metrics, events);

        Answer answer = ask(users, "pump-7", "seven");

        assertThat(answer).isInstanceOf(Answer.Denied.class);
        assertThat(((Answer.Denied) answer).cause()).isEqualTo(Cause.SERVER_BUSY);
    }

    @Test
    void anUnknownUserIsComparedWithAHashAsDearAsTheOthers() throws Exception {
        write(SEVEN, EIGHT, "odd:" + PasswordHash.of(new byte[1], 7).text());

        PasswordTable table = PasswordTable.parse(Files.readString(path));

        assertThat(table.nobody()).isNotNull();
        assertThat(table.nobody().cost()).isEqualTo(PasswordHash.ofNobody(101).cost());
    }

    private PasswordFile start() {
        return PasswordFile.start(path, pool, clock, metrics, events);
    }

    private void write(String... lines) throws Exception {
        Files.writeString(path, String.join("\n", lines) + "\n");
    }

    private List<String> eventTexts() {
        return events.newest(100).stream().map(Event::text).toList();
    }

    private static Answer ask(PasswordFile users, String user, @Nullable String password) {
        List<Answer> answers = new CopyOnWriteArrayList<>();
        byte[] bytes = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
        users.check(
                new Credentials(
                        "c",
                        user,
                        bytes,
                        "tcp.default",
                        "10.0.0.7",
                        1,
                        MqttVersion.V5,
                        true,
                        Properties.EMPTY,
                        null),
                answers::add);
        await().until(() -> !answers.isEmpty());
        return answers.getFirst();
    }

    private static Answer granted(int line) {
        return new Answer.Granted("lapwing.passwd, line " + line);
    }

    private static String hash(String password) {
        return PasswordHash.of(password.getBytes(StandardCharsets.UTF_8), 101).text();
    }
}
