// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.net.URI;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "An API key with the scope mgmt, where Lapwing asks for a login; the"
                            + " environment's LAPWING_API_KEY if left out.",
            defaultValue = "${env:LAPWING_API_KEY}")
    private @Nullable String apiKey;

    RemoteAlerts remoteAlerts() {
        return new RemoteAlerts(remote());
    }

    Remote remote() {
        return Remote.at(url, apiKey);
    }
}
