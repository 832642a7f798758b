// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.app.Passwords.Manner;
import io.lapwing.app.Passwords.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("users");
    }

    @Test
    void thePasswordTypedTwiceIsWritten() {
        assertThat(Passwords.change(asked("pump-7"), typing("secret", "secret"))).isZero();

        assertThat(lines()).singleElement().asString().startsWith("pump-7:$7$");
        assertThat(lines().getFirst()).doesNotContain("secret");
    }

    @Test
    void twoPasswordsThatDifferChangeNothing() {
        Passwords.change(asked("pump-7"), typing("secret", "secret"));
        List<String> before = lines();

        assertThat(Passwords.change(asked("pump-7"), typing("other", "othre"))).isEqualTo(1);

        assertThat(lines()).isEqualTo(before);
    }

    @Test
    void withoutAPasswordNothingIsWritten() {
        assertThat(Passwords.change(asked("pump-7"), typing())).isEqualTo(1);
        assertThat(Passwords.change(asked("pump-7"), typing("", ""))).isEqualTo(1);

        assertThat(file).doesNotExist();
    }

    @Test
    void theCommandLinesPasswordNeedsItsFlag() {
        assertThat(change("pump-7", "secret", false, false, false)).isEqualTo(2);
        assertThat(change("pump-7", null, true, false, false)).isEqualTo(2);
        assertThat(file).doesNotExist();

        assertThat(change("pump-7", "secret", true, false, false)).isZero();
        assertThat(lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "pump:7", "pump\n7", "#pump", "pump\uFFFD"})
    void aNameThatAFileCannotHoldIsWrongUse(String user) {
        assertThat(change(user, "secret", true, false, false)).isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @Test
    void aNameThatAFileCannotHoldIsToldBeforeAPasswordIsAskedFor() {
        Typed typed = typing("secret", "secret");

        assertThat(Passwords.change(asked("pump:7"), typed)).isEqualTo(2);
        assertThat(typed.lines).hasSize(2);
    }

    @Test
    void aNewPasswordLeavesTheOtherUsersAlone() {
        change("pump-7", "one", true, false, false);
        change("pump-8", "two", true, false, false);
        List<String> before = lines();

        assertThat(change("pump-7", "three", true, false, false)).isZero();

        assertThat(lines()).hasSize(2).contains(before.get(1)).doesNotContain(before.get(0));
    }

    @Test
    void aFileBegunAnewHasOneUser() {
        change("pump-7", "one", true, false, false);

        assertThat(change("pump-8", "two", true, true, false)).isZero();

        assertThat(lines()).singleElement().asString().startsWith("pump-8:");
    }

    @Test
    void aDeletedUserIsGoneAndDeletingNobodyFails() {
        change("pump-7", "one", true, false, false);
        change("pump-8", "two", true, false, false);

        assertThat(change("pump-7", null, false, false, true)).isZero();
        assertThat(lines()).singleElement().asString().startsWith("pump-8:");

        assertThat(change("pump-7", null, false, false, true)).isEqualTo(1);
        assertThat(change("pump-8", null, true, false, true)).isEqualTo(2);
        assertThat(change("pump-8", null, false, true, true)).isEqualTo(2);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aFolderThatDoesNotExistIsAFailure() {
        file = folder.resolve("missing").resolve("users");

        assertThat(change("pump-7", "secret", true, false, false)).isEqualTo(1);
        assertThat(change("pump-7", null, false, false, true)).isEqualTo(1);
    }

    @Test
    void aPasswordIsKeptForScramWhereThatIsAskedFor() {
        Request request = new Request(file, "pump-7", null, new Manner(false, false, false, true));

        assertThat(Passwords.change(request, typing("secret", "secret"))).isZero();

        assertThat(lines()).singleElement().asString().startsWith("pump-7:SCRAM-SHA-256$4096:");
    }

    private int change(
            String user, @Nullable String password, boolean given, boolean create, boolean delete) {
        return Passwords.change(
                new Request(file, user, password, new Manner(given, create, delete, false)),
                typing());
    }

    private Request asked(String user) {
        return new Request(file, user, null, new Manner(false, false, false, false));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Typed typing(String... lines) {
        return new Typed(new ArrayDeque<>(List.of(lines)));
    }

    /** Somebody at a terminal. */
    private record Typed(Deque<String> lines) implements Passwords.Keyboard {
        @Override
        public @Nullable String read(String prompt) {
            return lines.poll();
        }

        @Override
        public boolean isBlind() {
            return true;
        }
    }
}
