// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.DiskFault;
import io.lapwing.web.access.ApiKey;
import io.lapwing.web.access.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapwing api-key}: the file of the keys that programs show over HTTP. */
@Command(name = "api-key", description = "Makes, lists and deletes keys for the HTTP side.")
final class ApiKeyCommand implements Runnable {
    private static final String FILE =
            "The file of keys, named in the option http_apikeys_file; a running Lapwing notices a"
                    + " change within a second.";

    @Override
    public void run() {
        System.err.println("api-key what? create, show or delete; --help tells more");
    }

    @Command(description = "Makes a key and prints it; it cannot be printed again.")
    int create(
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPES",
                            defaultValue = "mgmt",
                            description =
                                    "What it is good for: some of metrics, health, status, api2,"
                                            + " httppub, mgmt, with commas; mgmt if left out.")
                    String scopes,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description = "How long it is good, as in 90d; for good if left out.")
                    @Nullable String time,
            @Parameters(paramLabel = "FILE", description = FILE) Path file,
            @Parameters(paramLabel = "NAME", description = "What it is called.") String name) {
        try {
            Instant expires =
                    time == null
                            ? Instant.MAX
                            : Instant.now()
                                    .plus(Durations.parse(time))
                                    .truncatedTo(ChronoUnit.SECONDS);
            String key = ApiKey.fresh();
            ApiKey entry = ApiKey.of(name, key, Scope.list(scopes), expires);
            List<String> lines = lines(file);
            if (lines.stream().anyMatch(line -> line.startsWith(name + ":"))) {
                System.err.println("lapwing api-key: there is a key " + name + " in " + file);
                return Main.FAILED;
            }
            lines.add(entry.line());
            write(file, lines);
            System.out.println(key);
            return Main.DONE;
        } catch (IllegalArgumentException e) {
            System.err.println("lapwing api-key: " + e.getMessage());
            return Main.WRONG_USE;
        } catch (IOException e) {
            return unwritten(file, e);
        }
    }

    @Command(description = "Lists the keys by name, with scopes and end.")
    int show(@Parameters(paramLabel = "FILE", description = FILE) Path file) {
        try {
            for (String line : lines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    ApiKey key = ApiKey.parse(line);
                    String scopes = line.split(":", 4)[2];
                    System.out.printf("%-24s %-40s %s%n", key.name(), scopes, key.end());
                }
            }
            return Main.DONE;
        } catch (IllegalArgumentException e) {
            System.err.println("lapwing api-key: " + file + ": " + e.getMessage());
            return Main.FAILED;
        } catch (IOException e) {
            return unwritten(file, e);
        }
    }

    @Command(description = "Deletes a key: whoever shows it is not let in any more.")
    int delete(
            @Parameters(paramLabel = "FILE", description = FILE) Path file,
            @Parameters(paramLabel = "NAME", description = "What it is called.") String name) {
        try {
            List<String> lines = lines(file);
            if (!lines.removeIf(line -> line.startsWith(name + ":"))) {
                System.err.println("lapwing api-key: there is no key " + name + " in " + file);
                return Main.FAILED;
            }
            write(file, lines);
            System.out.println("key " + name + " deleted");
            return Main.DONE;
        } catch (IOException e) {
            return unwritten(file, e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return new ArrayList<>(
                Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of());
    }

    /** A reader finds the old file or the new one, whole; only its owner reads it. */
    private static void write(Path file, List<String> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, lines, StandardCharsets.UTF_8);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int unwritten(Path file, IOException e) {
        System.err.println("lapwing api-key: " + file + ": " + DiskFault.why(e));
        return Main.FAILED;
    }
}
