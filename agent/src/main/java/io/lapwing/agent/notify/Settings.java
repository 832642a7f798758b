// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.query.Globs;
import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the configuration says about one receiver, and which notices are for it. */
final class Settings {
    private static final List<Option<String>> SECRETS =
            List.of(
                    NotifyOptions.URL,
                    NotifyOptions.TOKEN,
                    NotifyOptions.HEADER,
                    NotifyOptions.PASSWORD);

    /** Netdata's roles for rules that are not told. */
    private static final Set<String> NOBODY = Set.of("silent", "disabled");

    private final Config config;
    private final String name;
    private final ReceiverKind kind;
    private final Globs alerts;
    private final Globs roles;
    private final boolean criticalOnly;

    private Settings(Config config, String name) {
        this.config = config;
        this.name = name;
        this.kind = ReceiverKind.of(config.get(NotifyOptions.KIND, name));
        this.alerts = Globs.words(config.get(NotifyOptions.ALERTS, name));
        this.roles = Globs.words(config.get(NotifyOptions.ROLES, name));
        this.criticalOnly = config.get(NotifyOptions.SEVERITY, name).equals("critical");
    }

    /** All receivers that are on. */
    static List<Settings> all(Config config) {
        List<Settings> all = new ArrayList<>();
        for (String name : config.instances(NotifyOptions.KIND)) {
            if (!config.get(NotifyOptions.KIND, name).equals(NotifyOptions.OFF)) {
                all.add(new Settings(config, name));
            }
        }
        return all;
    }

    String name() {
        return name;
    }

    ReceiverKind kind() {
        return kind;
    }

    <T> T get(Option<T> option) {
        return config.get(option, name);
    }

    /** The URL that is set, else the kind's own. */
    String urlOr(String usual) {
        String url = get(NotifyOptions.URL);
        String chosen = url.isEmpty() ? usual : url;
        return chosen.endsWith("/") ? chosen.substring(0, chosen.length() - 1) : chosen;
    }

    /**
     * Whether it is told.
     *
     * @param knows whether it has been told of this alert's trouble already: then it also gets what
     *     follows, and only then that it is over
     */
    boolean wants(Notice notice, boolean knows) {
        if (notice.change().isClear()) {
            return knows;
        }
        return knows
                || (!criticalOnly || notice.change().isCritical())
                        && alerts.takes(notice.about().name())
                        && hasRole(notice.about().roles());
    }

    private boolean hasRole(String wanted) {
        for (String role : wanted.strip().split("\\s+")) {
            if (!NOBODY.contains(role) && roles.takes(role)) {
                return true;
            }
        }
        return false;
    }

    /** The text without anything that only the operator may know. */
    String redacted(String text) {
        String clean = text;
        for (Option<String> secret : SECRETS) {
            String value = get(secret);
            if (!value.isEmpty()) {
                clean = clean.replace(value, "(secret)");
            }
        }
        return clean;
    }
}
