// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapwing alerts}: the alerts of a running Lapwing, and who is told of them. */
@Command(name = "alerts", description = "Lists what is raised; silences and tries out rules.")
final class AlertsCommand implements Runnable {
    @Mixin private Whereabouts running = new Whereabouts();

    @Override
    public void run() {
        int unused = running.remoteAlerts().list();
    }

    @Command(description = "Keeps alerts quiet for a while; without a pattern, lists what holds.")
    int silence(
            @Mixin Whereabouts where,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description = "How long, as in 2h or 30d.")
                    @Nullable String time,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
                    @Nullable String reason,
            @Option(names = "--author", paramLabel = "NAME", description = "Who; you if left out.")
                    @Nullable String author,
            @Option(
                            names = "--chart",
                            paramLabel = "PATTERNS",
                            defaultValue = "",
                            description = "Only on charts whose id fits.")
                    String chart,
            @Option(
                            names = "--schedule",
                            paramLabel = "HOURS",
                            defaultValue = "",
                            description = "Only then, as in: mon-fri 22:00-06:00 Europe/Berlin")
                    String schedule,
            @Parameters(
                            paramLabel = "PATTERNS",
                            arity = "0..1",
                            description =
                                    "Names of alerts with blanks between; * stands for anything, !"
                                            + " excludes.")
                    @Nullable String alerts) {
        if (alerts == null) {
            return where.remoteAlerts().silences();
        }
        String who = author == null ? System.getProperty("user.name", "somebody") : author;
        return where.remoteAlerts()
                .silence(new RemoteAlerts.Wish(alerts, chart, time, reason, who, schedule));
    }

    @Command(description = "Ends a silence before its time.")
    int unsilence(
            @Mixin Whereabouts where,
            @Parameters(paramLabel = "ID", description = "The number that `silence` told.")
                    String id) {
        return where.remoteAlerts().unsilence(id);
    }

    @Command(description = "Tells what a rule would have done over the last day.")
    int replay(
            @Mixin Whereabouts where,
            @Option(
                            names = "--over",
                            paramLabel = "TIME",
                            defaultValue = "1d",
                            description = "How far back, at most 31d; 1d if left out.")
                    String time,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "A rule file that is only thought of.")
                    @Nullable Path file,
            @Parameters(
                            paramLabel = "RULE",
                            arity = "0..1",
                            description = "Its name; the file's last rule if left out.")
                    @Nullable String rule) {
        return where.remoteAlerts().replay(rule, file, time);
    }
}
