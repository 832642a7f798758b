// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program for each notice, with the arguments that Netdata gives to its own. */
final class ScriptChannel implements Channel {
    /** Netdata tells which machine it is by a number of its own; there is none here. */
    private static final String NO_IDENTITY = "00000000-0000-0000-0000-000000000000";

    private final Settings settings;

    ScriptChannel(Settings settings) {
        this.settings = settings;
    }

    @Override
    public boolean gathers() {
        return false;
    }

    @Override
    public void send(Bulletin bulletin) throws DeliveryFailed, InterruptedException {
        String program = settings.get(NotifyOptions.SCRIPT).toString();
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments(bulletin.first()));
        Duration timeout = settings.get(NotifyOptions.TIMEOUT);
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                Process unused = process.destroyForcibly();
                throw DeliveryFailed.forNow(
                        "the script did not end within " + timeout.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw DeliveryFailed.forNow("the script ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw DeliveryFailed.forNow("the script cannot be run: " + e.getMessage());
        }
    }

    /** Thirty-three, in Netdata's order. Alerts raised elsewhere (22 to 25) are not known here. */
    static List<String> arguments(Notice notice) {
        Notice.About about = notice.about();
        Notice.Change change = notice.change();
        return List.of(
                about.roles(),
                about.node(),
                Long.toString(change.transition()),
                Integer.toString(about.number()),
                Long.toString(change.event()),
                Long.toString(change.atMs() / 1_000),
                about.name(),
                about.chart(),
                notice.status(),
                change.from().name(),
                change.number(),
                change.oldNumber(),
                about.source(),
                Long.toString(change.lastedS()),
                Long.toString((change.atMs() - change.sinceMs()) / 1_000),
                change.units(),
                about.info(),
                change.value(),
                change.oldValue(),
                about.expression(),
                values(notice),
                change.isCritical() || change.isClear() ? "0" : "1",
                change.isCritical() ? "1" : "0",
                "",
                "",
                about.classification(),
                "",
                NO_IDENTITY,
                Long.toString(change.transition()),
                about.summary(),
                about.context(),
                about.component(),
                about.type());
    }

    /** Where Netdata puts the values of its expression we say who it was. */
    private static String values(Notice notice) {
        List<String> words = new ArrayList<>();
        Wording.facts(notice).forEach((name, value) -> words.add(name + ": " + value));
        return String.join("; ", words);
    }
}
