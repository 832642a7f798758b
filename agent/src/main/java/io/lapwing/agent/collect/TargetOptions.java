// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.agent.log.LogSource;
import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an operator may set about each target; {@code $name} is the name it is given. */
public final class TargetOptions {
    private static final String KEY = "target.$name.";
    private static final List<String> SCHEMES = List.of("http", "https", "mqtt", "mqtts");
    private static final Duration SPARE = Duration.ofMillis(50);

    /** Nobody is asked by an empty address. */
    public static final Option<URI> URL =
            Option.of(
                            KEY + "url",
                            "url",
                            URI.create(""),
                            TargetOptions::url,
                            "http, https, mqtt or mqtts, as in http://10.0.0.5:8888/metrics",
                            "Where a target tells its metrics: its Prometheus page, or its MQTT"
                                    + " listener for what it tells below $SYS.")
                    .kept(); // who puts a password there is told so without repeating it

    public static final Option<String> KIND =
            Option.choice(
                    KEY + "kind",
                    TargetKind.AUTO.word(),
                    TargetKind.words(),
                    "What the target is; auto tells by the names of its metrics.");

    public static final Option<Duration> INTERVAL =
            Option.seconds(
                    KEY + "interval",
                    TargetWish.INTERVAL,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    "How often it is asked.");

    public static final Option<Duration> TIMEOUT =
            Option.millis(
                    KEY + "timeout",
                    TargetWish.TIMEOUT,
                    Duration.ofMillis(50),
                    Duration.ofMinutes(1),
                    "How long a whole answer may take; less than the interval.");

    public static final Option<String> USER =
            Option.text(KEY + "user", "", "The user to log in as; none if empty.");

    public static final Option<Path> PASSWORD_FILE =
            Option.file(KEY + "password_file", "", "Holds the user's password in its first line.");

    public static final Option<Path> TOKEN_FILE =
            Option.file(
                    KEY + "token_file", "", "Holds a bearer token, sent in place of a password.");

    public static final Option<Path> TLS_CA =
            Option.file(
                    KEY + "tls_ca",
                    "",
                    "Certificates (PEM) that are trusted, instead of those of this machine.");

    public static final Option<Path> TLS_CERT =
            Option.file(KEY + "tls_cert", "", "Our own certificate (PEM), where one is asked for.");

    public static final Option<Path> TLS_KEY =
            Option.file(KEY + "tls_key", "", "The key of our certificate: PEM, PKCS #8, plain.");

    public static final Option<Boolean> TLS_ANY =
            Option.flag(
                    KEY + "tls_any",
                    false,
                    "Whether any certificate of the target is good enough; then anybody can play"
                            + " the target.");

    public static final Option<String> CLUSTER =
            Option.of(
                    KEY + "cluster",
                    "text",
                    "",
                    TargetOptions::cluster,
                    "letters, digits, _ and -",
                    "The cluster it is a node of: the sum over its nodes has charts too.");

    public static final Option<List<Relabel>> RELABEL =
            Option.of(
                    KEY + "relabel",
                    "text",
                    List.of(),
                    TargetOptions::steps,
                    "steps with ; between them",
                    "What becomes of its series before anything is made of them: `keep LABEL"
                            + " PATTERN`, `drop LABEL PATTERN`, `replace LABEL PATTERN to TEXT`;"
                            + " the label __name__ is the metric's name.");

    public static final Option<String> LOG =
            Option.of(
                    KEY + "log",
                    "text",
                    "",
                    TargetOptions::log,
                    "a file, -, syslog:…, or journald:UNIT",
                    "Where its log is read, so that refused clients can be named; the manual's page"
                            + " about logs tells more.");

    public static final Option<String> LOG_FORMAT =
            Option.choice(
                    KEY + "log_format",
                    LogFormat.AUTO.word(),
                    LogFormat.words(),
                    "What program wrote the log; auto tells by its lines.");

    /** All of them, in the order of the manual. */
    public static final List<Option<?>> ALL =
            List.of(
                    URL,
                    KIND,
                    INTERVAL,
                    TIMEOUT,
                    USER,
                    PASSWORD_FILE,
                    TOKEN_FILE,
                    TLS_CA,
                    TLS_CERT,
                    TLS_KEY,
                    TLS_ANY,
                    CLUSTER,
                    RELABEL,
                    LOG,
                    LOG_FORMAT);

    private TargetOptions() {}

    /** The targets a configuration names, in their order. */
    public static List<TargetWish> wishes(Config config) {
        return config.instances(URL).stream().map(name -> wish(config, name)).toList();
    }

    /** What is wrong with the targets of a configuration that was read without errors. */
    public static List<String> errors(Config config) {
        List<String> errors = new ArrayList<>();
        List<String> named = config.instances(URL);
        Set<String> all = new HashSet<>();
        for (Option<?> option : ALL) {
            for (String name : config.instances(option)) {
                if (!named.contains(name) && all.add(name)) {
                    errors.add(
                            config.sourceOf(option, name)
                                    + ": target."
                                    + name
                                    + " has no url: nobody knows where to ask");
                }
            }
        }
        for (String name : named) {
            if (!name.matches(TargetWish.NAME_FORM)) {
                errors.add(
                        at(config, URL, name)
                                + "the name of a target may hold letters, digits, _ and -, 60 at"
                                + " most");
            } else if (name.equals(Naming.OWN)) {
                errors.add(at(config, URL, name) + "this process itself is called so");
            } else {
                check(config, wish(config, name), errors);
            }
        }
        return errors;
    }

    private static void check(Config config, TargetWish wish, List<String> errors) {
        String name = wish.name();
        if (wish.timeout().plus(SPARE).compareTo(wish.interval()) > 0) {
            errors.add(
                    at(config, TIMEOUT, name)
                            + "must be at least 50 ms shorter than the interval of "
                            + wish.interval().toSeconds()
                            + " s");
        }
        Access access = wish.access();
        if (Access.isNamed(access.certificate()) != Access.isNamed(access.key())) {
            errors.add(
                    at(config, TLS_CERT, name) + "a certificate needs its tls_key, and a key it");
        }
        if (Access.isNamed(access.passwordFile()) && access.user().isEmpty()) {
            errors.add(at(config, PASSWORD_FILE, name) + "a password needs its user");
        }
        boolean mqtt = wish.url().getScheme().startsWith("mqtt");
        if (mqtt && wish.kind() != TargetKind.AUTO && wish.kind() != TargetKind.MOSQUITTO) {
            errors.add(
                    at(config, KIND, name)
                            + "over MQTT only what Mosquitto tells below $SYS is read");
        }
    }

    private static String at(Config config, Option<?> option, String name) {
        return config.sourceOf(option, name) + ": " + option.name().replace("$name", name) + ": ";
    }

    private static TargetWish wish(Config config, String name) {
        return new TargetWish(
                name,
                config.get(URL, name),
                TargetKind.of(config.get(KIND, name)),
                config.get(INTERVAL, name),
                config.get(TIMEOUT, name),
                new Access(
                        config.get(USER, name),
                        config.get(PASSWORD_FILE, name),
                        config.get(TOKEN_FILE, name),
                        config.get(TLS_CA, name),
                        config.get(TLS_CERT, name),
                        config.get(TLS_KEY, name),
                        config.get(TLS_ANY, name)),
                config.get(CLUSTER, name),
                config.get(RELABEL, name),
                config.get(LOG, name),
                config.get(LOG_FORMAT, name));
    }

    private static URI url(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "must be a URL as in http://10.0.0.5:8888/metrics or mqtt://10.0.0.5:1883");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "must not hold a user or a password; name them with user and password_file");
        }
        return url;
    }

    private static String cluster(String text) {
        if (!text.isEmpty() && !text.matches(TargetWish.NAME_FORM)) {
            throw new IllegalArgumentException("must be letters, digits, _ and -, 60 at most");
        }
        return text;
    }

    private static String log(String text) {
        if (!text.isEmpty()) {
            LogSource unused = LogSource.of(text);
        }
        return text;
    }

    private static List<Relabel> steps(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(step -> !step.isEmpty())
                .map(Relabel::of)
                .toList();
    }
}
