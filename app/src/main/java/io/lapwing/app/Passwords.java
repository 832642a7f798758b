// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code lapwing passwd}: asks for a password where need be, and writes the file. */
final class Passwords {
    /**
     * @param password as given on the command line; asked for if it was not
     * @param create whether the file begins anew
     */
    record Request(
            Path file, String user, @Nullable String password, boolean delete, boolean create) {}

    private Passwords() {}

    static int change(Request request) {
        return Main.FAILED;
    }

    /** Twice and unseen from a terminal, else one line of standard input. */
    private static @Nullable String ask(String user) throws IOException {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            Charset charset = Charset.defaultCharset();
            return new BufferedReader(new InputStreamReader(System.in, charset)).readLine();
        }
        char[] first = console.readPassword("Password for %s: ", user);
        char[] second = console.readPassword("Once more: ");
        boolean same = Arrays.equals(first, second);
        return same && first != null ? new String(first) : null;
    }
}
