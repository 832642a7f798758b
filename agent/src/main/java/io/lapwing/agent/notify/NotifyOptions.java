// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator may set about notifications. */
public final class NotifyOptions {
    static final String OFF = "off";

    static final Option<String> KIND =
            Option.choice(
                    "notify.$name",
                    OFF,
                    List.of(
                            OFF,
                            "webhook",
                            "script",
                            "alertmanager",
                            "mqtt",
                            "email",
                            "slack",
                            "teams",
                            "discord",
                            "telegram",
                            "ntfy",
                            "pagerduty",
                            "opsgenie"),
                    "A receiver of notifications: how it is reached.");

    static final Option<String> ALERTS =
            Option.text(
                    "notify.$name.alerts",
                    "*",
                    "Names of the alerts it gets, with blanks between; * stands for anything, !"
                            + " excludes, the first that fits decides.");

    static final Option<String> ROLES =
            Option.text(
                    "notify.$name.roles",
                    "*",
                    "Roles it has, with blanks between: it gets alerts whose rule names one in its"
                            + " line to.");

    static final Option<String> SEVERITY =
            Option.choice(
                    "notify.$name.severity",
                    "warning",
                    List.of("warning", "critical"),
                    "critical gets an alert only once it is CRITICAL or DOWN, and then until it is"
                            + " clear.");

    static final Option<Duration> GROUP =
            Option.seconds(
                    "notify.$name.group",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "Shortest time between two notifications; what comes sooner is gathered into"
                            + " one.");

    static final Option<Integer> QUEUE_MAX =
            Option.integer(
                    "notify.$name.queue",
                    1_000,
                    10,
                    100_000,
                    "Notices that wait for it at most; then the oldest is dropped and counted.");

    static final Option<Duration> RETRY_FOR =
            Option.seconds(
                    "notify.$name.retry_for",
                    Duration.ofDays(1),
                    Duration.ZERO,
                    Duration.ofDays(30),
                    "How long one that does not arrive is tried again, at growing intervals.");

    static final Option<Duration> TIMEOUT =
            Option.seconds(
                    "notify.$name.timeout",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10),
                    "Longest wait for the other side, or for a script to end.");

    static final Option<String> URL =
            Option.of(
                            "notify.$name.url",
                            "url",
                            "",
                            NotifyOptions::url,
                            "http:// or https://",
                            "Where it is posted to. Telegram, ntfy, PagerDuty and Opsgenie have an"
                                    + " address of their own. Never shown: it may hold a secret.")
                    .kept();

    static final Option<String> TO =
            Option.text(
                    "notify.$name.to",
                    "",
                    "Mail addresses with commas between, Telegram's chat, ntfy's topic, or the"
                            + " topic of MQTT.");

    static final Option<String> TOKEN =
            Option.text(
                            "notify.$name.token",
                            "",
                            "Telegram's bot, ntfy's access token, PagerDuty's integration key,"
                                    + " Opsgenie's API key.")
                    .kept();

    static final Option<String> HEADER =
            Option.text(
                            "notify.$name.header",
                            "",
                            "A header of webhook and alertmanager, as in Authorization: Bearer"
                                    + " word.")
                    .kept();

    static final Option<Path> TEMPLATE =
            Option.file(
                    "notify.$name.template",
                    "",
                    "What webhook and mqtt send: a text with {{places}}; JSON of all there is if"
                            + " none.");

    static final Option<String> CONTENT_TYPE =
            Option.text(
                    "notify.$name.content_type",
                    "application/json",
                    "Type of what a webhook sends.");

    static final Option<Path> SCRIPT =
            Option.file(
                    "notify.$name.script",
                    "",
                    "Program that is run for each notice, with the arguments that Netdata gives.");

    static final Option<String> HOST =
            Option.of(
                    "notify.$name.host",
                    "address",
                    "",
                    NotifyOptions::host,
                    "HOST:PORT, as smtp.example.org:587",
                    "The mail server.");

    static final Option<String> TLS =
            Option.choice(
                    "notify.$name.tls",
                    "starttls",
                    List.of("starttls", "tls", "off"),
                    "How mail is kept private on its way: after STARTTLS, from the first byte on,"
                            + " or not at all.");

    static final Option<String> FROM = Option.text("notify.$name.from", "", "The sender of mail.");

    static final Option<String> USER =
            Option.text(
                    "notify.$name.user", "", "Who logs in to the mail server; nobody if empty.");

    static final Option<String> PASSWORD =
            Option.text("notify.$name.password", "", "The password of user.").kept();

    static final Option<Integer> QOS =
            Option.integer("notify.$name.qos", 1, 0, 2, "QoS of messages of kind mqtt.");

    static final Option<Boolean> RETAIN =
            Option.flag(
                    "notify.$name.retain", false, "Whether messages of kind mqtt are retained.");

    public static final Option<String> PAGE_URL =
            Option.of(
                    "page_url",
                    "url",
                    "",
                    NotifyOptions::url,
                    "http:// or https://",
                    "Where people reach the page; links in notifications begin with it. The HTTP"
                            + " listener's own address if empty.");

    /** Every option of notifications. */
    public static final List<Option<?>> ALL =
            List.of(
                    PAGE_URL,
                    KIND,
                    ALERTS,
                    ROLES,
                    SEVERITY,
                    GROUP,
                    QUEUE_MAX,
                    RETRY_FOR,
                    TIMEOUT,
                    URL,
                    TO,
                    TOKEN,
                    HEADER,
                    TEMPLATE,
                    CONTENT_TYPE,
                    SCRIPT,
                    HOST,
                    TLS,
                    FROM,
                    USER,
                    PASSWORD,
                    QOS,
                    RETAIN);

    private NotifyOptions() {}

    /** What receivers lack, and options without a receiver: a line each, with its place. */
    public static List<String> errors(Config config) {
        List<String> errors = new ArrayList<>();
        List<String> names = config.instances(KIND);
        if (names.size() > Notifier.RECEIVERS_MAX) {
            errors.add("notify: there are more receivers than " + Notifier.RECEIVERS_MAX);
        }
        for (String name : names) {
            String place = config.sourceOf(KIND, name) + ": notify." + name + ": ";
            errors(config, name).forEach(each -> errors.add(place + each));
        }
        for (Option<?> option : ALL) {
            if (option != KIND && option != PAGE_URL) {
                config.instances(option).stream()
                        .filter(name -> !names.contains(name))
                        .forEach(name ->
                                errors.add(
                                        config.sourceOf(option, name)
                                                + ": there is no receiver notify."
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
        ReceiverKind kind = ReceiverKind.of(word);
        for (Option<?> option : kind.needs()) {
            if (config.get(option, name).toString().isEmpty()) {
                errors.add(word + " needs " + option.name().replace("$name", name));
            }
        }
        if (kind == ReceiverKind.MQTT && !isTopic(config.get(TO, name))) {
            errors.add("a message cannot be published to a topic with + or #");
        }
        return errors;
    }

    private static boolean isTopic(String topic) {
        return topic.matches("[^+#\\x00]*");
    }

    private static String url(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // told below; the message would hold the text, which may be secret
        }
        throw new IllegalArgumentException("must be a URL that begins with http:// or https://");
    }

    private static String host(String text) {
        if (!text.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}")) {
            throw new IllegalArgumentException("must be HOST:PORT as in smtp.example.org:587");
        }
        return text;
    }
}
