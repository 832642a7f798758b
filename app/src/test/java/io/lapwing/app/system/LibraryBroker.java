// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A Lapwing with the users of the tests' password file, for clients that others wrote. */
final class LibraryBroker {
    private static final String USERS = "/testdata/mosquitto_passwd.txt";

    private LibraryBroker() {}

    static RunningLapwing start(String... more) throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                Objects.requireNonNull(LibraryBroker.class.getResourceAsStream(USERS))) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        List<String> users = List.of("vmq_passwd.password_file=lapwing.passwd", "log.console=file");
        return RunningLapwing.startIn(
                folder, Stream.concat(users.stream(), Stream.of(more)).toArray(String[]::new));
    }
}
