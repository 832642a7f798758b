// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapwing explain}: what would become of something a client does, and who decides it. */
@Command(
        name = "explain",
        description = "Tells what a client may do, and which rule, file and line say so.")
final class ExplainCommand implements Runnable {
    private static final String CLIENT = "The client id.";
    private static final String USER = "The user name; none if left out.";

    @Override
    public void run() {
        System.err.println("explain what? connect, publish or subscribe; --help tells more");
    }

    @Command(
            description =
                    "Tells whether a client would be let in, by all checks it would meet. Nobody"
                            + " connects.")
    int connect(
            @Mixin Whereabouts where,
            @Option(names = "--client", paramLabel = "ID", description = CLIENT)
                    @Nullable String client,
            @Option(names = "--user", paramLabel = "NAME", description = USER)
                    @Nullable String user,
            @Option(
                            names = "--password",
                            paramLabel = "PASSWORD",
                            interactive = true,
                            arity = "0..1",
                            description =
                                    "Asks for the password, or takes it from here: then others can"
                                            + " see it while the command runs.")
                    @Nullable String password,
            @Option(
                            names = "--address",
                            paramLabel = "ADDRESS",
                            description = "Where the client connects from; 127.0.0.1 if left out.")
                    @Nullable String address,
            @Option(
                            names = "--listener",
                            paramLabel = "NAME",
                            description = "As tcp.default; the first one if left out.")
                    @Nullable String listener,
            @Option(
                            names = "--mqtt",
                            paramLabel = "LEVEL",
                            defaultValue = "4",
                            description = "3, 4 (which is 3.1.1) or 5.")
                    int level) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        asked.put("client", client);
        asked.put("user", user);
        asked.put("password", password);
        asked.put("address", address);
        asked.put("listener", listener);
        asked.put("version", level);
        return where.remote().explain("connect", asked);
    }

    @Command(description = "Tells whether a client may publish to a topic.")
    int publish(
            @Mixin Whereabouts where,
            @Option(names = "--client", paramLabel = "ID", description = CLIENT)
                    @Nullable String client,
            @Option(names = "--user", paramLabel = "NAME", description = USER)
                    @Nullable String user,
            @Option(
                            names = "--topic",
                            paramLabel = "TOPIC",
                            required = true,
                            description = "The topic, without wildcards.")
                    String topic) {
        return where.remote().explain("publish", asked(client, user, topic));
    }

    @Command(description = "Tells whether a client may subscribe to a topic filter.")
    int subscribe(
            @Mixin Whereabouts where,
            @Option(names = "--client", paramLabel = "ID", description = CLIENT)
                    @Nullable String client,
            @Option(names = "--user", paramLabel = "NAME", description = USER)
                    @Nullable String user,
            @Option(
                            names = "--topic",
                            paramLabel = "FILTER",
                            required = true,
                            description = "The topic filter.")
                    String topic) {
        return where.remote().explain("subscribe", asked(client, user, topic));
    }

    private static Map<String, @Nullable Object> asked(
            @Nullable String client, @Nullable String user, String topic) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        asked.put("client", client);
        asked.put("user", user);
        asked.put("topic", topic);
        return asked;
    }
}
