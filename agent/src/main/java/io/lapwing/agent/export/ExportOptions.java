// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an operator may set about sending numbers on, VerneMQ's Graphite included. */
public final class ExportOptions {
    static final String OFF = "off";
    static final String NETDATA = "netdata";
    static final String VERNEMQ = "vernemq";

    private static final String URLS = "http://, https://, tcp://HOST:PORT or tls://HOST:PORT";

    static final Option<String> KIND =
            Option.choice(
                    "export.$name",
                    OFF,
                    Stream.concat(Stream.of(OFF), ExportKind.words().stream()).toList(),
                    "A destination that all numbers are sent to: in which language.");

    static final Option<String> URL =
            Option.of(
                            "export.$name.url",
                            "url",
                            "",
                            ExportOptions::url,
                            URLS,
                            "Where to. Of remote_write and otlp the whole address, as"
                                    + " http://prometheus:9090/api/v1/write or"
                                    + " http://collector:4318/v1/metrics. Of graphite as"
                                    + " tcp://carbon:2003. Only its host and port are shown.")
                    .kept();

    static final Option<Duration> EVERY =
            Option.seconds(
                    "export.$name.every",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1),
                    "Time between two batches. Values of charts are averages over it.");

    static final Option<Integer> QUEUE_MAX =
            Option.integer(
                    "export.$name.queue",
                    360,
                    2,
                    10_000,
                    "Batches that wait for it at most, and 32 MiB of them; then the oldest is"
                            + " dropped and counted.");

    static final Option<Duration> TIMEOUT =
            Option.seconds(
                    "export.$name.timeout",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    "Longest wait for the other side to take a batch.");

    static final Option<String> ONLY =
            Option.text(
                    "export.$name.only",
                    "*",
                    "Names of the metrics, or of the charts where charts are sent, with blanks"
                            + " between; * stands for anything, ! excludes, the first that fits"
                            + " decides.");

    static final Option<String> PREFIX =
            Option.of(
                    "export.$name.prefix",
                    "text",
                    "",
                    ExportOptions::prefix,
                    "letters, digits, _, -, : and dots",
                    "What names begin with. If empty: prometheus_namespace for metrics, netdata for"
                            + " charts.");

    static final Option<String> LABELS =
            Option.of(
                    "export.$name.labels",
                    "labels",
                    "",
                    ExportOptions::labels,
                    "NAME=VALUE, with blanks between",
                    "Added to all that is sent, as job=lapwing site=north; of otlp to its"
                            + " resource.");

    static final Option<String> NAMES =
            Option.choice(
                    "export.$name.names",
                    NETDATA,
                    List.of(NETDATA, VERNEMQ),
                    "How graphite names things: charts as Netdata does, or metrics as VerneMQ"
                            + " does.");

    static final Option<String> HEADER =
            Option.of(
                            "export.$name.header",
                            "text",
                            "",
                            ExportOptions::header,
                            "NAME: VALUE",
                            "A header of what goes over HTTP, as Authorization: Bearer word.")
                    .kept();

    static final Option<Path> HEADER_FILE =
            Option.file(
                    "export.$name.header_file",
                    "",
                    "A file that holds such a header in its first line; it is read for each batch,"
                            + " so that a new one holds at once.");

    static final Option<Path> CA_FILE =
            Option.file(
                    "export.$name.ca_file",
                    "",
                    "Certificates (PEM) that https and tls are checked against, instead of those"
                            + " the machine trusts.");

    static final Option<Boolean> GRAPHITE_ENABLED =
            Option.flag(
                    "graphite_enabled",
                    false,
                    "Send metrics to Graphite as VerneMQ does; a destination called graphite.");

    static final Option<String> GRAPHITE_HOST =
            Option.of(
                    "graphite_host",
                    "address",
                    "localhost",
                    ExportOptions::host,
                    "a name or an address",
                    "The Graphite server.");

    static final Option<Integer> GRAPHITE_PORT =
            Option.integer("graphite_port", 2003, 1, 65_535, "Its port for plain lines.");

    static final Option<Duration> GRAPHITE_INTERVAL =
            Option.millis(
                    "graphite_interval",
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1),
                    "Time between two batches; whole seconds count.");

    static final Option<Duration> GRAPHITE_CONNECT_TIMEOUT =
            Option.millis(
                    "graphite_connect_timeout",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    "Longest wait for the server to accept, or to take a batch.");

    static final Option<String> GRAPHITE_PREFIX =
            Option.of(
                    "graphite_prefix",
                    "text",
                    "",
                    ExportOptions::prefix,
                    "letters, digits, _, -, : and dots",
                    "What the names begin with.");

    static final Option<String> GRAPHITE_API_KEY =
            Option.text("graphite_api_key", "", "Stands before the prefix, for hosted servers.")
                    .kept();

    static final Option<Boolean> GRAPHITE_INCLUDE_LABELS =
            Option.flag(
                    "graphite_include_labels",
                    false,
                    "Also send a line for each value of each label.");

    /** Every option of exports. */
    public static final List<Option<?>> ALL =
            List.of(
                    KIND,
                    URL,
                    EVERY,
                    QUEUE_MAX,
                    TIMEOUT,
                    ONLY,
                    PREFIX,
                    LABELS,
                    NAMES,
                    HEADER,
                    HEADER_FILE,
                    CA_FILE,
                    GRAPHITE_ENABLED,
                    GRAPHITE_HOST,
                    GRAPHITE_PORT,
                    GRAPHITE_INTERVAL,
                    GRAPHITE_CONNECT_TIMEOUT,
                    GRAPHITE_PREFIX,
                    GRAPHITE_API_KEY,
                    GRAPHITE_INCLUDE_LABELS);

    private ExportOptions() {}

    /** What destinations lack, and options without a destination: a line each, with its place. */
    public static List<String> errors(Config config) {
        List<String> errors = new ArrayList<>();
        List<String> names = config.instances(KIND);
        if (names.size() >= Exporter.DESTINATIONS_MAX) {
            errors.add("export: there are more destinations than " + Exporter.DESTINATIONS_MAX);
        }
        for (String name : names) {
            String place = config.sourceOf(KIND, name) + ": export." + name + ": ";
            errors(config, name).forEach(each -> errors.add(place + each));
        }
        for (Option<?> option : ALL) {
            if (option != KIND && option.name().startsWith("export.")) {
                config.instances(option).stream()
                        .filter(name -> !names.contains(name))
                        .forEach(name ->
                                errors.add(
                                        config.sourceOf(option, name)
                                                + ": there is no destination export."
                                                + name));
            }
        }
        return errors;
    }

    private static List<String> errors(Config config, String name) {
        List<String> errors = new ArrayList<>();
        String word = config.get(KIND, name);
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            errors.add("its name may hold letters, digits, _ and -");
        }
        if (word.equals(OFF)) {
            return errors;
        }
        if (name.equals(Plan.OF_VERNEMQ) && config.get(GRAPHITE_ENABLED)) {
            errors.add("graphite_enabled makes a destination of this name already");
        }
        String url = config.get(URL, name);
        List<String> schemes = ExportKind.of(word).schemes();
        if (url.isEmpty()) {
            errors.add(word + " needs export." + name + ".url");
        } else if (!schemes.contains(URI.create(url).getScheme())) {
            errors.add(word + " is sent to a url that begins with " + String.join(", ", schemes));
        }
        return errors;
    }

    private static String url(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme());
            boolean socket = scheme.equals("tcp") || scheme.equals("tls");
            boolean http = scheme.equals("http") || scheme.equals("https");
            if (url.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "must not hold a password: set a header, or a header_file");
            }
            if (url.getHost() != null && (http || socket && url.getPort() > 0)) {
                return text;
            }
        } catch (URISyntaxException e) {
            // told below; the message would hold the text, which may be secret
        }
        throw new IllegalArgumentException("must begin with " + URLS);
    }

    private static String host(String text) {
        String shown = text.contains(":") ? "[" + text + "]" : text;
        try {
            if (new URI("tcp://" + shown + ":1").getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a name or an address", e);
        }
        throw new IllegalArgumentException("must be a name or an address");
    }

    private static String prefix(String text) {
        if (!text.matches("[A-Za-z0-9_.:-]*")) {
            throw new IllegalArgumentException("must be letters, digits, _, -, : and dots");
        }
        return text;
    }

    private static String header(String text) {
        if (!text.isEmpty() && !text.matches("[A-Za-z0-9-]+:[^\\r\\n]+")) {
            throw new IllegalArgumentException("must be NAME: VALUE as in Authorization: Bearer x");
        }
        return text;
    }

    private static String labels(String text) {
        if (!text.matches("\\s*([A-Za-z_][A-Za-z0-9_]*=[^;\\s]+(\\s+|$))*")) {
            throw new IllegalArgumentException(
                    "must be NAME=VALUE as in site=north, with blanks between");
        }
        return text.strip();
    }
}
