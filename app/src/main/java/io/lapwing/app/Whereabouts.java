// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.net.URI;
import picocli.CommandLine.Option;

/** The option of every command that talks to a running Lapwing. */
final class Whereabouts {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where the running Lapwing answers HTTP; it prints that when it starts. Else"
                            + " ${DEFAULT-VALUE}.",
            defaultValue = "http://127.0.0.1:8888")
    private URI url = URI.create("");

    RemoteAlerts remoteAlerts() {
        return new RemoteAlerts(remote());
    }

    Remote remote() {
        return Remote.at(url);
    }
}
