// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lapwing watch}: the agent alone, beside other brokers. What it is told become settings.
 */
@Command(
        name = "watch",
        description =
                "Watches other brokers: charts, alerts and, with their logs, who was refused; no"
                        + " broker of its own. Without a URL the targets of watch.conf are watched,"
                        + " or the brokers that are found on this machine. Prints `ready` when its"
                        + " page answers.")
final class WatchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "URL",
            arity = "0..*",
            description =
                    "Where a broker tells its metrics: http://HOST:8888/metrics, or"
                            + " mqtt://HOST:1883 for Mosquitto.")
    private @Nullable List<String> urls;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What a target is called; once for each URL, in the same order.")
    private @Nullable List<String> names;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "A target's log; once for each URL, in the same order.")
    private @Nullable List<String> logs;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "What wrote the logs; else told by their lines.")
    private @Nullable String logFormat;

    @Option(names = "--kind", paramLabel = "KIND", description = "What the targets are.")
    private @Nullable String kind;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "How often each is asked; every second if left out.")
    private @Nullable String interval;

    @Option(
            names = "--timeout",
            paramLabel = "MILLISECONDS",
            description = "How long a whole answer may take; 900 if left out.")
    private @Nullable String timeout;

    @Option(names = "--user", paramLabel = "USER", description = "The user to log in as.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the user's password in its first line.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds a bearer token, sent in place of a password.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) that are trusted, instead of this machine's.")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key (PEM, PKCS #8).")
    private @Nullable Path key;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The targets are the nodes of one cluster: its sum has charts too.")
    private @Nullable String cluster;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file, read again when it changes. Without it ./watch.conf,"
                            + " ~/.config/lapwing/watch.conf or /etc/lapwing/watch.conf is taken,"
                            + " the first that exists.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets an option, whatever the file says. May be repeated.")
    private @Nullable List<String> sets;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; each running Lapwing needs its own.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        List<String> given = urls == null ? List.of() : urls;
        List<String> all = new ArrayList<>();
        if (isMore(names, given) || isMore(logs, given)) {
            System.err.println("lapwing: there are more --name or --log than URLs");
            return Main.WRONG_USE;
        }
        List<String> called = called(given);
        for (int i = 0; i < given.size(); i++) {
            all.addAll(target(called.get(i), given.get(i), i));
        }
        if (sets != null) {
            all.addAll(sets);
        }
        return Start.untilStopped(Settings.watch(config, all, data));
    }

    private List<String> target(String name, String url, int number) {
        List<String> settings = new ArrayList<>();
        set(settings, name, "url", url);
        set(settings, name, "log", logs == null || number >= logs.size() ? null : logs.get(number));
        set(settings, name, "log_format", logFormat);
        set(settings, name, "kind", kind);
        set(settings, name, "interval", interval);
        set(settings, name, "timeout", timeout);
        set(settings, name, "user", user);
        set(settings, name, "password_file", passwordFile);
        set(settings, name, "token_file", tokenFile);
        set(settings, name, "tls_ca", authorities);
        set(settings, name, "tls_cert", certificate);
        set(settings, name, "tls_key", key);
        set(settings, name, "cluster", cluster);
        return settings;
    }

    private static void set(
            List<String> settings, String target, String key, @Nullable Object value) {
        if (value != null) {
            settings.add("target." + target + "." + key + "=" + value);
        }
    }

    private static boolean isMore(@Nullable List<String> some, List<String> urls) {
        return some != null && some.size() > urls.size();
    }

    /** The names of targets: as given, else by machine and port. */
    private List<String> called(List<String> given) {
        Set<String> taken = new HashSet<>();
        List<String> called = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String name = names != null && i < names.size() ? names.get(i) : nameOf(given.get(i));
            String unique = name;
            for (int n = 2; !taken.add(unique); n++) {
                unique = name + "_" + n;
            }
            called.add(unique);
        }
        return called;
    }

    static String nameOf(String url) {
        try {
            URI uri = URI.create(url);
            String host = uri.getHost() == null ? "target" : uri.getHost();
            String port = uri.getPort() < 0 ? "" : "_" + uri.getPort();
            return host.replaceAll("[^A-Za-z0-9-]+", "_") + port;
        } catch (IllegalArgumentException e) {
            return "target"; // what is wrong with it is told where it is read
        }
    }
}
