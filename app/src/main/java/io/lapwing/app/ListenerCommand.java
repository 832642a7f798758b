// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing listener}: the listeners of a running Lapwing. */
@Command(
        name = "listener",
        description = "Shows, opens and stops listeners while Lapwing runs, until its next start.")
final class ListenerCommand implements Runnable {
    private static final String NAME = "Its kind and name, as tcp.inner, ssl.plant, ws.page.";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(description = "Lists the listeners, with their addresses.")
    int show(@Mixin Whereabouts running) {
        return new RemoteListeners(running.remote()).show();
    }

    @Command(description = "Opens a listener; one that was stopped needs no address.")
    int start(
            @Mixin Whereabouts running,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A setting of it, as max_connections=100.")
                    @Nullable List<String> sets,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(
                            paramLabel = "ADDRESS",
                            arity = "0..1",
                            description = "Address and port, or local:/PATH.")
                    @Nullable String address) {
        List<String> settings = sets == null ? List.of() : sets;
        return new RemoteListeners(running.remote()).start(name, address, settings);
    }

    @Command(description = "Takes no more connections; those that are there stay.")
    int stop(
            @Mixin Whereabouts running,
            @Option(names = "--kill", description = "Ends the connections as well.") boolean kill,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return new RemoteListeners(running.remote()).stop(name, kill);
    }

    @Command(description = "Stops a listener and opens it again, as it was or with new settings.")
    int restart(
            @Mixin Whereabouts running,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "A setting of it, as max_connections=100.")
                    @Nullable List<String> sets,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        RemoteListeners listeners = new RemoteListeners(running.remote());
        int stopped = listeners.stop(name, false);
        List<String> settings = sets == null ? List.of() : sets;
        return stopped == Main.DONE ? listeners.start(name, null, settings) : stopped;
    }

    @Command(description = "Stops a listener, ends its connections, and forgets it.")
    int delete(
            @Mixin Whereabouts running,
            @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return new RemoteListeners(running.remote()).delete(name);
    }
}
