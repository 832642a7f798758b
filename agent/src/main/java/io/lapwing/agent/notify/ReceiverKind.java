// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.base.Option;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of receivers, and what each cannot do without. */
enum ReceiverKind {
    WEBHOOK(NotifyOptions.URL),
    SCRIPT(NotifyOptions.SCRIPT),
    ALERTMANAGER(NotifyOptions.URL),
    MQTT(NotifyOptions.TO),
    EMAIL(NotifyOptions.HOST, NotifyOptions.FROM, NotifyOptions.TO),
    SLACK(NotifyOptions.URL),
    TEAMS(NotifyOptions.URL),
    DISCORD(NotifyOptions.URL),
    TELEGRAM(NotifyOptions.TOKEN, NotifyOptions.TO),
    NTFY(NotifyOptions.TO),
    PAGERDUTY(NotifyOptions.TOKEN),
    OPSGENIE(NotifyOptions.TOKEN);

    private final List<Option<?>> needs;

    ReceiverKind(Option<?>... needs) {
        this.needs = List.of(needs);
    }

    static ReceiverKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static List<String> words() {
        return Stream.of(values()).map(ReceiverKind::word).toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Option<?>> needs() {
        return needs;
    }
}
