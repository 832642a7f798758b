// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.nio.file.Path;

/**
 * How a target lets us in. An empty path, or an empty user, means that it is not used.
 *
 * @param user with the password in the first line of its file
 * @param tokenFile holds a bearer token
 * @param authorities certificates that are trusted, instead of those of the machine
 * @param certificate of ours, with its key
 * @param anyCertificate whether the target's own certificate is not looked at
 */
public record Access(
        String user,
        Path passwordFile,
        Path tokenFile,
        Path authorities,
        Path certificate,
        Path key,
        boolean anyCertificate) {
    private static final Path NO_FILE = Path.of("");

    /** For a target that asks for nothing. */
    public static final Access FREE =
            new Access("", NO_FILE, NO_FILE, NO_FILE, NO_FILE, NO_FILE, false);

    /** Whether a file is named. */
    public static boolean isNamed(Path file) {
        return !file.toString().isEmpty();
    }
}
