// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: each method is a command, what it returns the exit code. */
@Command(
        name = "lapwing",
        description = "An MQTT broker that explains every refused connection.",
        mixinStandardHelpOptions = true,
        subcommands = {LogCommand.class, ConfigCommand.class})
final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private static final String CONFIG =
            "The configuration file. Without it ./lapwing.conf, ~/.config/lapwing/lapwing.conf or"
                    + " /etc/lapwing/lapwing.conf is taken, the first that exists.";
    private static final String DATA = "The data folder; each running Lapwing needs its own.";
    private static final String SET =
            "Sets an option, whatever the file says. May be repeated; `lapwing help KEY` tells what"
                    + " there is.";
    private static final String URL = "Where the running Lapwing answers HTTP.";

    private final CommandLine line = new CommandLine(this);

    private Main() {
        line.getCommandSpec().version("lapwing " + Version.NUMBER);
    }

    /** The process's entry; it ends with the command, a started broker with a signal. */
    public static void main(String[] args) {
        System.exit(new Main().line.execute(args));
    }

    @Override
    public void run() {
        line.usage(System.out);
    }

    @Command(
            description = "Starts broker, agent and page; prints `ready` when they answer.",
            mixinStandardHelpOptions = true)
    int start(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = SET)
                    @Nullable List<String> sets,
            @Option(names = "--data", paramLabel = "DIR", description = DATA) @Nullable Path data) {
        return Start.untilStopped(Settings.read(config, sets == null ? List.of() : sets, data));
    }

    @Command(
            description = "Adds a user to a password file, or gives one a new password.",
            mixinStandardHelpOptions = true)
    int passwd(
            @Option(names = "-D", description = "Deletes the user.") boolean delete,
            @Option(names = "-c", description = "Begins a new file, whatever was in it.")
                    boolean create,
            @Option(
                            names = "-b",
                            paramLabel = "PASSWORD",
                            description =
                                    "The password; other users of this machine can see it while"
                                            + " the command runs. Without it you are asked, or it"
                                            + " is read from standard input.")
                    @Nullable String password,
            @Parameters(paramLabel = "FILE") Path file,
            @Parameters(paramLabel = "USER") String user) {
        return Passwords.change(new Passwords.Request(file, user, password, delete, create));
    }

    @Command(
            description = "Refuses new connections of an address, a client or a user.",
            mixinStandardHelpOptions = true)
    int ban(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = URL,
                            defaultValue = Remote.HERE)
                    URI url,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description =
                                    "How long, as in 90s, 15m, 12h or 30d; for good if left out.")
                    @Nullable String time,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            description = "What WHO is: address (as assumed), client or user.",
                            defaultValue = "address")
                    String kind,
            @Parameters(paramLabel = "WHO") String who) {
        return Remote.at(url).ban(kind, who, time, reason);
    }

    @Command(
            description = "Lifts a ban; without an id, lists those in force.",
            mixinStandardHelpOptions = true)
    int unban(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = URL,
                            defaultValue = Remote.HERE)
                    URI url,
            @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id) {
        return id == null ? Remote.at(url).bans() : Remote.at(url).unban(id);
    }

    @Command(
            description = "Tells who was refused in the last 15 minutes, and why.",
            mixinStandardHelpOptions = true)
    int refusals(
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = URL,
                            defaultValue = Remote.HERE)
                    URI url,
            @Parameters(
                            paramLabel = "FIND",
                            arity = "0..1",
                            description = "A part of a client id, a user name or an address.")
                    @Nullable String find) {
        return Remote.at(url).refusals(find);
    }

    @Command(description = "Explains a command, or an option by its key.")
    int help(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Parameters(paramLabel = "COMMAND|KEY", arity = "0..1") @Nullable String word) {
        CommandLine command = word == null ? line : line.getSubcommands().get(word);
        if (command != null) {
            command.usage(System.out);
            return DONE;
        }
        return OptionHelp.print(String.valueOf(word), config, System.out);
    }

    @Command(hidden = true, description = "Starts and stops once, for the start-up cache.")
    int rehearse() throws IOException, StartFailed {
        return Rehearsal.run();
    }
}
