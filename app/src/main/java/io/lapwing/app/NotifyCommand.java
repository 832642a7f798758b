// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lapwing notify}: who is told of alerts by a running Lapwing. */
@Command(name = "notify", description = "Shows, tests and quietens notifications.")
final class NotifyCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(description = "Lists the receivers, and the alerts that they were told of.")
    int list(@Mixin Whereabouts running) {
        return new RemoteNotify(running.remote()).list();
    }

    @Command(description = "Sends a test to a receiver and tells whether it has arrived.")
    int test(
            @Mixin Whereabouts running,
            @Parameters(
                            paramLabel = "NAME",
                            description = "The receiver, as in the option notify.NAME.")
                    String name) {
        return new RemoteNotify(running.remote()).test(name);
    }

    @Command(description = "Takes an alert on: nobody is reminded of it any more.")
    int ack(
            @Mixin Whereabouts running,
            @Option(names = "--by", paramLabel = "NAME", description = "Who; you if left out.")
                    @Nullable String by,
            @Option(
                            names = "--note",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "What is being done.")
                    String note,
            @Parameters(paramLabel = "ALERT", description = "Its id, as `notify list` tells it.")
                    String alert) {
        String who = by == null ? System.getProperty("user.name", "somebody") : by;
        return new RemoteNotify(running.remote()).acknowledge(alert, who, note);
    }

    @Command(description = "Gives an alert back that was taken on.")
    int unack(
            @Mixin Whereabouts running,
            @Parameters(paramLabel = "ALERT", description = "Its id, as `notify list` tells it.")
                    String alert) {
        return new RemoteNotify(running.remote()).unacknowledge(alert);
    }
}
