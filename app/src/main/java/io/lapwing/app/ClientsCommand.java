// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapwing clients}: who is connected, offline or refused, and what to do about it. */
@Command(
        name = "clients",
        description = "Lists clients that are connected, offline or were refused; shows one.")
final class ClientsCommand implements Runnable {
    @Mixin private Whereabouts running = new Whereabouts();

    @Override
    public void run() {
        int unused = new RemoteClients(running.remote()).list(null, "any");
    }

    @Command(description = "Lists those that are found, the latest first.")
    int find(
            @Mixin Whereabouts where,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            defaultValue = "any",
                            description = "Only these: connected, offline, refused, or any.")
                    String state,
            @Parameters(
                            paramLabel = "TEXT",
                            arity = "0..1",
                            description =
                                    "A part of a client id, user or address; pump-* and 10.0.0.0/24"
                                            + " work as well.")
                    @Nullable String text) {
        return new RemoteClients(where.remote()).list(text, state);
    }

    @Command(description = "Tells all that is known of one client.")
    int show(
            @Mixin Whereabouts where,
            @Parameters(paramLabel = "CLIENT", description = "Its client id.") String client) {
        return new RemoteClients(where.remote()).show(client);
    }

    @Command(description = "Closes a client's connection; its session stays.")
    int disconnect(
            @Mixin Whereabouts where,
            @Parameters(paramLabel = "CLIENT", description = "Its client id.") String client) {
        return new RemoteClients(where.remote()).tell("disconnect", client);
    }

    @Command(description = "Closes a client's connection and forgets its session.")
    int delete(
            @Mixin Whereabouts where,
            @Parameters(paramLabel = "CLIENT", description = "Its client id.") String client) {
        return new RemoteClients(where.remote()).tell("delete", client);
    }
}
