// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Family;
import io.lapwing.base.Option;
import io.lapwing.web.metrics.KnownFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The manual's pages that are made of lists in the code: every option, every metric. */
final class Manual {
    private static final String OPTIONS_HEAD =
            """
            # Options

            This page is written by `./lapwing config manual`; a test fails when it is stale.

            Options stand in `lapwing.conf`, one on a line: `key = value`. A `#` begins a comment,
            also behind a value; `'single quotes'` keep a value that holds one. `include FILE` reads
            another file, `include conf.d/*.conf` several. On the command line `--set KEY=VALUE`
            prevails over the file. `$name` in a key is a name you give. Relative files start from
            the folder of the configuration that names them. A `vernemq.conf` is read as it is: its
            keys that have no meaning here are named in the log, with the reason.

            `./lapwing help KEY` tells the same about one option, and what it is set to.

            | key | type | default | valid | meaning |
            |---|---|---|---|---|
            """;

    private static final String ALWAYS_ZERO_HEAD =
            """

            ## Always 0

            """;
    private static final String METRICS_HEAD =
            """
            # Metrics

            This page is written by `./lapwing config manual`; a test fails when it is stale.

            These are the metrics Lapwing counts itself. At `/metrics` each name begins with
            `vernemq_` (option `prometheus_namespace`) and carries a label `node`; names and labels
            are those of VerneMQ where VerneMQ has them. VerneMQ's other families are there too,
            always 0, so that a collector finds all it asks for; without those of plugins, which
            VerneMQ shows only where the plugin runs. With an empty `prometheus_namespace` the
            names are those of VerneMQ 1.x.

            | name | kind | labels | meaning |
            |---|---|---|---|
            """;

    private static final String COMMANDS_HEAD =
            """
            # Commands

            This page is written by `./lapwing config manual`; a test fails when it is stale.

            `./lapwing` builds when the sources changed, finds a JDK, and becomes the program;
            `./lapwing test` runs all checks, see CONTRIBUTING.md. What follows are the commands of
            the program itself; `./lapwing help COMMAND` tells the same.

            A command ends with 0 when it did what was asked, with 1 when it could not, and with 2
            when it was used wrongly or the configuration has errors. `start` ends with a signal:
            Ctrl-C or SIGTERM stop it cleanly, with 0.
            """;

    private Manual() {}

    static void write(Path folder, CommandLine commands) throws IOException, StartFailed {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : pages(commands).entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    /** The pages by file name. */
    static Map<String, String> pages(CommandLine commands) throws IOException, StartFailed {
        return Map.of(
                "commands.md", commands(commands),
                "options.md", options(AppOptions.ALL),
                "metrics.md", metrics(Rehearsal.metrics()));
    }

    private static String commands(CommandLine line) {
        StringBuilder page = new StringBuilder(COMMANDS_HEAD);
        for (CommandLine command : line.getSubcommands().values()) {
            List<CommandLine> below = List.copyOf(command.getSubcommands().values());
            (below.isEmpty() ? List.of(command) : below)
                    .stream()
                            .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                            .forEach(each -> command(page, each));
        }
        return page.toString();
    }

    private static void command(StringBuilder page, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        page.append("\n## ").append(name).append("\n\n```\n");
        usage.lines().map(String::stripTrailing).forEach(each -> page.append(each).append('\n'));
        page.append("```\n");
    }

    static String options(Collection<Option<?>> options) {
        StringBuilder page = new StringBuilder(OPTIONS_HEAD);
        for (Option<?> option : options) {
            row(
                    page,
                    code(option.name()),
                    option.type() + (option.runtime() ? ", at run time" : ""),
                    code(defaultOf(option)),
                    option.limits(),
                    option.meaning() + elsewhere(option));
        }
        return page.toString();
    }

    static String metrics(Collection<Family> families) {
        StringBuilder page = new StringBuilder(METRICS_HEAD);
        families.stream()
                .sorted(
                        Comparator.comparing(Family::name)
                                .thenComparing(each -> each.labels().toString()))
                .forEach(family ->
                        row(
                                page,
                                code(family.name()),
                                family.kind().name().toLowerCase(Locale.ROOT),
                                String.join(", ", family.labels()),
                                family.help()));
        return page.append(ALWAYS_ZERO_HEAD).append(alwaysZero(families)).toString();
    }

    /** What collectors of VerneMQ's metrics look for and no room counts. */
    private static String alwaysZero(Collection<Family> families) {
        Set<String> counted = families.stream().map(Family::name).collect(Collectors.toSet());
        return KnownFamily.all(1).stream()
                .map(KnownFamily::name)
                .filter(name -> !counted.contains(name))
                .sorted()
                .map(name -> "- " + code(name) + "\n")
                .collect(Collectors.joining());
    }

    /** A default as it would stand in the file. */
    static String defaultOf(Option<?> option) {
        return written(option, option.defaultValue());
    }

    /** A value as it would stand in the file. */
    static String written(Option<?> option, Object value) {
        String text =
                switch (value) {
                    case Boolean on -> on ? "on" : "off";
                    case Duration time when option.type().equals("seconds") ->
                            String.valueOf(time.toSeconds());
                    case Duration time -> String.valueOf(time.toMillis());
                    case Collection<?> several ->
                            String.join(
                                    ",", several.stream().map(String::valueOf).sorted().toList());
                    case Optional<?> maybe ->
                            maybe.isEmpty() ? "off" : written(option, maybe.get());
                    case InetSocketAddress address -> written(address);
                    default -> value.toString();
                };
        return text.isEmpty() ? "none" : text;
    }

    private static String written(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String elsewhere(Option<?> option) {
        return option.inherits().isEmpty()
                ? ""
                : " Else " + code(String.join("`, then `", option.inherits())) + " is looked up.";
    }

    private static void row(StringBuilder page, String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        page.append('\n');
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
