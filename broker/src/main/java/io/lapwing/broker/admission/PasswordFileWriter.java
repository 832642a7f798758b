// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.admission.secret.PasswordHash;
import io.lapwing.broker.admission.secret.SaslPrep;
import io.lapwing.broker.admission.secret.ScramSecret;
import io.lapwing.broker.admission.secret.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes users into a password file. All other lines stay as they are, to the byte. The file is
 * replaced in one step: whoever reads it finds the old one or the new one.
 */
public final class PasswordFileWriter {
    private static final int USER_BYTES_MAX = 65_535;
    private static final int PASSWORD_BYTES_MAX = 65_535;
    private static final Set<PosixFilePermission> NEW_FILE =
            PosixFilePermissions.fromString("rw-------");

    /** What became of the file. */
    public enum Outcome {
        ADDED,
        CHANGED,
        REMOVED,
        /** There was no such user to remove. */
        ABSENT
    }

    /** How a password is kept. */
    public enum Kind {
        /** For logins with user name and password. */
        HASH,
        /** For SCRAM-SHA-256 and for those too. */
        SCRAM
    }

    private PasswordFileWriter() {}

    /**
     * Adds the user or changes the password; the file is made if there is none.
     *
     * @throws IllegalArgumentException saying what is wrong with the user name or password
     */
    public static Outcome put(Path file, String user, String password, Kind kind)
            throws IOException {
        String line = line(user, password, kind);
        List<String> lines = lines(file);
        List<String> kept = without(lines, user);
        int at = kept.size() == lines.size() ? kept.size() : position(lines, user);
        kept.add(at, line);
        write(file, kept);
        return kept.size() > lines.size() ? Outcome.ADDED : Outcome.CHANGED;
    }

    /** The same for logins with user name and password. */
    public static Outcome put(Path file, String user, String password) throws IOException {
        return put(file, user, password, Kind.HASH);
    }

    /**
     * Begins the file anew, with this user only.
     *
     * @throws IllegalArgumentException saying what is wrong with the user name or password
     */
    public static void begin(Path file, String user, String password, Kind kind)
            throws IOException {
        write(file, List.of(line(user, password, kind)));
    }

    /** Removes the user. */
    public static Outcome remove(Path file, String user) throws IOException {
        checkUser(user);
        List<String> lines = lines(file);
        List<String> kept = without(lines, user);
        if (kept.size() == lines.size()) {
            return Outcome.ABSENT;
        }
        write(file, kept);
        return Outcome.REMOVED;
    }

    /**
     * Whether a file can hold this user.
     *
     * @throws IllegalArgumentException if not, saying why
     */
    public static void checkUser(String user) {
        if (user.isEmpty() || PasswordHash.utf8(user).length > USER_BYTES_MAX) {
            throw new IllegalArgumentException("a user name has 1 to " + USER_BYTES_MAX + " bytes");
        }
        if (user.startsWith("#") || user.isBlank()) {
            throw new IllegalArgumentException("a user name cannot be blank or begin with #");
        }
        if (user.chars().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "a user name cannot hold a colon, a line end or another control character");
        }
    }

    private static String line(String user, String password, Kind kind) {
        checkUser(user);
        byte[] bytes = PasswordHash.utf8(password);
        if (bytes.length == 0 || bytes.length > PASSWORD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a password has 1 to " + PASSWORD_BYTES_MAX + " bytes");
        }
        if (kind == Kind.SCRAM && !user.equals(SaslPrep.prepare(user))) {
            throw new IllegalArgumentException(
                    "the user name has characters that SCRAM does not allow (RFC 4013)");
        }
        Secret secret =
                switch (kind) {
                    case HASH -> PasswordHash.of(bytes, PasswordHash.ITERATIONS);
                    case SCRAM -> ScramSecret.of(password, ScramSecret.ITERATIONS);
                };
        return asBytes(user) + ":" + secret.text();
    }

    /** One character a byte, so that lines of any encoding are written as they were read. */
    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private static List<String> without(List<String> lines, String user) {
        String start = asBytes(user) + ":";
        List<String> kept = new ArrayList<>(lines);
        kept.removeIf(line -> line.startsWith(start));
        return kept;
    }

    private static int position(List<String> lines, String user) {
        String start = asBytes(user) + ":";
        int at = 0;
        while (!lines.get(at).startsWith(start)) {
            at++;
        }
        return at;
    }

    private static String asBytes(String user) {
        return new String(PasswordHash.utf8(user), StandardCharsets.ISO_8859_1);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        // A link stays a link: what it points to is replaced.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        Path fresh = Files.createTempFile(folder, "." + target.getFileName(), ".new");
        try {
            String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
            Files.write(fresh, text.getBytes(StandardCharsets.ISO_8859_1));
            takeOver(target, fresh);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    fresh,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Whoever could read the old file can read the new one. */
    private static void takeOver(Path target, Path fresh) throws IOException {
        if (!Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            return;
        }
        if (!Files.exists(target)) {
            Files.setPosixFilePermissions(fresh, NEW_FILE);
            return;
        }
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        for (String attribute : List.of("posix:group", "posix:owner")) {
            Object value = Files.getAttribute(target, attribute);
            if (!value.equals(Files.getAttribute(fresh, attribute))) {
                Files.setAttribute(fresh, attribute, value);
            }
        }
    }
}
