// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.broker.admission.PasswordFileWriter;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code lapwing passwd}: asks for a password where need be, and writes the file. */
final class Passwords {
    /** What a word of the command line holds where its bytes are none of the terminal's letters. */
    private static final char UNREADABLE = '\uFFFD';

    /**
     * @param given whether the password may stand on the command line
     * @param create whether the file begins anew
     * @param scram whether the password is kept for SCRAM-SHA-256
     */
    record Manner(boolean given, boolean create, boolean delete, boolean scram) {}

    /**
     * @param password as it stands on the command line
     */
    record Request(Path file, String user, @Nullable String password, Manner manner) {
        boolean given() {
            return manner.given;
        }

        boolean create() {
            return manner.create;
        }

        boolean delete() {
            return manner.delete;
        }

        PasswordFileWriter.Kind kind() {
            return manner.scram ? PasswordFileWriter.Kind.SCRAM : PasswordFileWriter.Kind.HASH;
        }
    }

    /** Where a password is typed. */
    interface Keyboard {
        /** One line without its end; none when there is no more. */
        @Nullable String read(String prompt) throws IOException;

        /** Whether it is typed unseen, and so twice. */
        boolean isBlind();
    }

    /** Why nothing was written, in words for whoever asked. */
    private static final class NotDone extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        NotDone(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    private Passwords() {}

    /** Does what is asked and says so in one line; the exit code. */
    static int change(Request request) {
        return change(request, keyboard());
    }

    static int change(Request request, Keyboard keyboard) {
        try {
            checkUse(request);
            System.out.println(request.delete() ? delete(request) : put(request, keyboard));
            return Main.DONE;
        } catch (NotDone e) {
            System.err.println("lapwing passwd: " + e.getMessage());
            return e.code;
        } catch (IllegalArgumentException e) {
            System.err.println("lapwing passwd: " + e.getMessage());
            return Main.WRONG_USE;
        } catch (IOException e) {
            System.err.println("lapwing passwd: " + request.file + ": " + why(e));
            return Main.FAILED;
        }
    }

    private static void checkUse(Request request) throws NotDone {
        if (request.delete() && (request.given() || request.create() || request.password != null)) {
            throw new NotDone(Main.WRONG_USE, "-D takes FILE and USER, and neither -b nor -c");
        }
        if (request.given() && request.password == null) {
            throw new NotDone(Main.WRONG_USE, "-b wants the password behind the user");
        }
        if (!request.given() && request.password != null) {
            throw new NotDone(
                    Main.WRONG_USE,
                    "a password on the command line can be seen by others; with -b it is taken");
        }
        if ((request.user + request.password).indexOf(UNREADABLE) >= 0) {
            throw new NotDone(
                    Main.WRONG_USE,
                    "the user or password has letters that this locale does not know; set LC_ALL,"
                            + " as to C.UTF-8");
        }
    }

    private static String delete(Request request) throws IOException, NotDone {
        if (!Files.exists(request.file)) {
            throw new NotDone(Main.FAILED, "there is no file " + request.file);
        }
        return switch (PasswordFileWriter.remove(request.file, request.user)) {
            case REMOVED -> "user " + request.user + " deleted from " + request.file;
            case ABSENT ->
                    throw new NotDone(
                            Main.FAILED,
                            "there is no user " + request.user + " in " + request.file);
            case ADDED, CHANGED -> throw new IllegalStateException("a removal added a user");
        };
    }

    private static String put(Request request, Keyboard keyboard) throws IOException, NotDone {
        PasswordFileWriter.checkUser(request.user);
        String password = request.password == null ? ask(request.user, keyboard) : request.password;
        if (request.create()) {
            PasswordFileWriter.begin(request.file, request.user, password, request.kind());
            return request.file + " begun, with the user " + request.user;
        }
        return switch (PasswordFileWriter.put(
                request.file, request.user, password, request.kind())) {
            case ADDED -> "user " + request.user + " added to " + request.file;
            case CHANGED -> "user " + request.user + " has a new password in " + request.file;
            case REMOVED, ABSENT -> throw new IllegalStateException("an addition removed a user");
        };
    }

    private static String ask(String user, Keyboard keyboard) throws IOException, NotDone {
        String password = keyboard.read("Password for " + user + ": ");
        if (password == null || password.isEmpty()) {
            throw new NotDone(Main.FAILED, "no password was given; nothing is changed");
        }
        if (keyboard.isBlind() && !password.equals(keyboard.read("Once more: "))) {
            throw new NotDone(Main.FAILED, "the two passwords differ; nothing is changed");
        }
        return password;
    }

    private static Keyboard keyboard() {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new Terminal(console)
                : new Piped(
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private record Terminal(Console console) implements Keyboard {
        @Override
        public @Nullable String read(String prompt) {
            char[] typed = console.readPassword("%s", prompt);
            return typed == null ? null : new String(typed);
        }

        @Override
        public boolean isBlind() {
            return true;
        }
    }

    private record Piped(BufferedReader in) implements Keyboard {
        @Override
        public @Nullable String read(String prompt) throws IOException {
            return in.readLine();
        }

        @Override
        public boolean isBlind() {
            return false;
        }
    }

    private static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such folder";
            case AccessDeniedException denied -> "this user may not write there";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
