// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.refusals.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A plug-in that answers each user name in its own way, so that a test sees every answer a plug-in
 * can give. Only the programs that a test installs it for find it.
 */
public final class ScriptedAuthenticator implements Authenticator {

    /** Puts it where a program that runs in this folder looks for plug-ins. */
    static void install(Path folder) {
        Path services = folder.resolve(RunningLapwing.PLUGINS).resolve("META-INF/services");
        try {
            Files.createDirectories(services);
            Files.writeString(
                    services.resolve(Authenticator.class.getName()),
                    ScriptedAuthenticator.class.getName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        String user = who.userName() == null ? "" : who.userName();
        switch (user) {
            case "forbidden" ->
                    answer.accept(
                            new Answer.Denied(
                                    Cause.NOT_AUTHORIZED,
                                    "the contract has ended",
                                    "contracts, row 3"));
            case "exchange" -> answer.accept(no(Cause.AUTHENTICATION_FAILED, "the proof is wrong"));
            case "queue" -> answer.accept(no(Cause.SERVER_BUSY, "the queue is full"));
            case "unreachable" ->
                    answer.accept(new Answer.Unavailable("cannot reach users.example:5432"));
            case "throws" -> throw new IllegalStateException("a plug-in with a fault");
            case "missing" -> throw new NoClassDefFoundError("a driver that is not installed");
            case "silence" -> {}
            case "fault" -> answer.accept(no(null, "an answer that the broker chokes on"));
            default -> answer.accept(new Answer.Unknown(null));
        }
    }

    private static Answer no(Cause cause, String because) {
        return new Answer.Denied(cause, because, null);
    }
}
