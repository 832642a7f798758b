// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: each method is a command, what it returns the exit code. */
@Command(
        name = "lapwing",
        description = "An MQTT broker that explains every refused connection.",
        footer = {
            "",
            "The script ./lapwing builds when sources changed and then runs these. Two more are its"
                    + " own: `build`, and `test` for all checks."
        },
        subcommands = {
            ClientsCommand.class,
            AlertsCommand.class,
            NotifyCommand.class,
            ListenerCommand.class,
            LogCommand.class,
            StoreCommand.class,
            ConfigCommand.class,
            ExplainCommand.class,
            ApiKeyCommand.class,
            WatchCommand.class
        })
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

    /** As the help lists them: what a newcomer needs first. */
    private static final List<String> COMMANDS =
            List.of(
                    "start",
                    "watch",
                    "passwd",
                    "api-key",
                    "refusals",
                    "ban",
                    "unban",
                    "clients",
                    "explain",
                    "alerts",
                    "notify",
                    "log",
                    "help",
                    "config");

    private final CommandLine line = new CommandLine(this);

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Tells which Lapwing this is.")
    private boolean versionWanted;

    private Main() {
        CommandSpec spec = line.getCommandSpec();
        spec.version("lapwing " + Version.NUMBER);
        for (String command : COMMANDS) {
            spec.addSubcommand(command, spec.removeSubcommand(command));
        }
        explain(line);
        line.setExecutionExceptionHandler((e, command, parsed) -> unexpected(e));
    }

    /** The process's entry; it ends with the command, a started broker with a signal. */
    public static void main(String[] args) {
        System.exit(new Main().line.execute(args));
    }

    /** The tree of all commands, for the manual. */
    static CommandLine commands() {
        return new Main().line;
    }

    private static void explain(CommandLine command) {
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Tells what this command does.")
                                .build());
        command.getSubcommands().values().forEach(Main::explain);
    }

    /** A fault of ours: one line here, all of it in the log if there is one yet. */
    static int unexpected(Throwable fault) {
        Throwable cause =
                fault instanceof CommandLine.ExecutionException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        LoggerFactory.getLogger(Main.class).error("ended by a fault of Lapwing", cause);
        System.err.println("lapwing: ended by a fault of its own: " + cause);
        return FAILED;
    }

    @Override
    public void run() {
        line.usage(System.out);
    }

    @Command(description = "Starts broker, agent and page; prints `ready` when they answer.")
    int start(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = SET)
                    @Nullable List<String> sets,
            @Option(names = "--data", paramLabel = "DIR", description = DATA) @Nullable Path data) {
        return Start.untilStopped(Settings.read(config, sets == null ? List.of() : sets, data));
    }

    @Command(
            description =
                    "Adds a user to a password file, or gives one a new password. It is asked for"
                            + " twice, or read as one line where standard input is no terminal.")
    int passwd(
            @Option(names = "-b", description = "The password stands behind the user.")
                    boolean given,
            @Option(names = "-c", description = "Begins a new file, whatever was in it.")
                    boolean create,
            @Option(names = "-D", description = "Deletes the user.") boolean delete,
            @Option(
                            names = "--scram",
                            description =
                                    "Keeps what SCRAM-SHA-256 needs; a login with user name and"
                                            + " password works with it too.")
                    boolean scram,
            @Parameters(
                            paramLabel = "FILE",
                            description =
                                    "The password file; made if there is none. Name it in the"
                                            + " option vmq_passwd.password_file.")
                    Path file,
            @Parameters(paramLabel = "USER", description = "The user name, as the client sends it.")
                    String user,
            @Parameters(
                            paramLabel = "PASSWORD",
                            arity = "0..1",
                            description =
                                    "With -b only. Other users of this machine can see it while"
                                            + " the command runs.")
                    @Nullable String password) {
        return Passwords.change(
                new Passwords.Request(
                        file, user, password, new Passwords.Manner(given, create, delete, scram)));
    }

    @Command(description = "Tells who was refused in the last 15 minutes, and why.")
    int refusals(
            @Mixin Whereabouts running,
            @Parameters(
                            paramLabel = "FIND",
                            arity = "0..1",
                            description = "A part of a client id, a user name or an address.")
                    @Nullable String find) {
        return running.remote().refusals(find);
    }

    @Command(description = "Tells whose messages were dropped, why, and how many.")
    int drops(@Mixin Whereabouts running) {
        return running.remote().drops();
    }

    @Command(description = "Refuses new connections of an address, a client or a user.")
    int ban(
            @Mixin Whereabouts running,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description =
                                    "How long, as in 90s, 15m, 12h or 30d; for good if left out.")
                    @Nullable String time,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Why; told with the ban and in the log.")
                    String reason,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            description = "What WHO is: address (as assumed), client or user.",
                            defaultValue = "address")
                    String kind,
            @Parameters(
                            paramLabel = "WHO",
                            description =
                                    "An address or range, as 10.0.0.7 or 10.0.0.0/24; else the"
                                            + " client id or user name.")
                    String who) {
        return running.remote().ban(kind, who, time, reason);
    }

    @Command(description = "Lifts a ban; without an id, lists those in force.")
    int unban(
            @Mixin Whereabouts running,
            @Parameters(
                            paramLabel = "ID",
                            arity = "0..1",
                            description = "The number that `ban` told.")
                    @Nullable String id) {
        return id == null ? running.remote().bans() : running.remote().unban(id);
    }

    @Command(description = "Explains a command, or an option by its key.")
    int help(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG)
                    @Nullable Path config,
            @Parameters(
                            paramLabel = "COMMAND|KEY",
                            arity = "0..*",
                            description = "As `passwd`, `log level` or `allow_anonymous`.")
                    @Nullable List<String> words) {
        CommandLine command = line;
        for (String word : words == null ? List.<String>of() : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                return OptionHelp.print(word, config, System.out);
            }
            command = next;
        }
        command.usage(System.out);
        return DONE;
    }

    @Command(hidden = true, description = "Starts and stops once, for the start-up cache.")
    int rehearse() throws IOException, StartFailed {
        return Rehearsal.run();
    }
}
