// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.broker.admission.PasswordFileWriter.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileWriterTest {
    @TempDir private Path folder;

    @Test
    void aUserIsAddedChangedAndRemoved() throws Exception {
        Path file = folder.resolve("users");

        assertThat(PasswordFileWriter.put(file, "a", "one")).isEqualTo(Outcome.ADDED);
        assertThat(PasswordFileWriter.put(file, "ab", "two")).isEqualTo(Outcome.ADDED);
        assertThat(matches(file, "a", "one")).isTrue();
        assertThat(PasswordFileWriter.put(file, "a", "three")).isEqualTo(Outcome.CHANGED);
        assertThat(matches(file, "a", "one")).isFalse();
        assertThat(matches(file, "a", "three")).isTrue();
        assertThat(matches(file, "ab", "two")).isTrue();
        assertThat(Files.readAllLines(file).getFirst())
                .matches("a:\\$7\\$600\\$[A-Za-z0-9+/]{16}\\$[A-Za-z0-9+/]{86}==");
        assertThat(PasswordFileWriter.remove(file, "a")).isEqualTo(Outcome.REMOVED);
        assertThat(PasswordFileWriter.remove(file, "a")).isEqualTo(Outcome.ABSENT);
        assertThat(PasswordTable.parse(Files.readString(file)).users()).containsOnlyKeys("ab");
    }

    @Test
    void allOtherLinesStayToTheByte() throws Exception {
        Path file = folder.resolve("users");
        String before = "# list\r\n\nüser:plain \nb:\u00ff\n";
        Files.write(file, before.getBytes(StandardCharsets.ISO_8859_1));

        PasswordFileWriter.put(file, "new", "secret");
        PasswordFileWriter.put(file, "new", "other");
        PasswordFileWriter.remove(file, "new");

        assertThat(Files.readAllBytes(file))
                .isEqualTo(before.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theFileKeepsItsModeItsLinkAndLeavesNothingBehind() throws Exception {
        Path file = folder.resolve("users");
        PasswordFileWriter.put(file, "a", "one");
        assertThat(mode(file)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        PasswordFileWriter.put(link, "b", "two");

        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PasswordTable.parse(Files.readString(file)).users()).containsOnlyKeys("a", "b");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("users", "link");
    }

    @Test
    void namesAndPasswordsThatAFileCannotHoldAreRefused() throws Exception {
        Path file = folder.resolve("users");
        for (String user : List.of("", " ", "#a", "a:b", "a\nb", "a\u0000", "x".repeat(65_536))) {
            assertThatThrownBy(() -> PasswordFileWriter.put(file, user, "p"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a user name ");
        }
        assertThatThrownBy(() -> PasswordFileWriter.put(file, "a", ""))
                .hasMessage("a password has 1 to 65535 bytes");
        assertThatThrownBy(() -> PasswordFileWriter.put(file, "a", "x".repeat(65_536)))
                .hasMessage("a password has 1 to 65535 bytes");
        assertThat(file).doesNotExist();
    }

    @Test
    void aSecretForScramIsWrittenWhereItIsAskedFor() throws Exception {
        Path file = folder.resolve("users");

        PasswordFileWriter.put(file, "a", "one", PasswordFileWriter.Kind.SCRAM);

        assertThat(Files.readString(file)).startsWith("a:SCRAM-SHA-256$4096:");
        assertThat(matches(file, "a", "one")).isTrue();
        assertThat(matches(file, "a", "two")).isFalse();
        assertThatThrownBy(() ->
                        PasswordFileWriter.put(file, "a", "\uE000", PasswordFileWriter.Kind.SCRAM))
                .hasMessageContaining("SCRAM");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static boolean matches(Path file, String user, String password) throws Exception {
        return PasswordTable.parse(Files.readString(file))
                .users()
                .get(user)
                .secret()
                .matches(password.getBytes(StandardCharsets.UTF_8));
    }
}
