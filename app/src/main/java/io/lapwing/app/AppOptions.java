// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.AgentOptions;
import io.lapwing.agent.collect.TargetOptions;
import io.lapwing.agent.export.ExportOptions;
import io.lapwing.agent.notify.NotifyOptions;
import io.lapwing.agent.series.SeriesOptions;
import io.lapwing.app.log.LogOptions;
import io.lapwing.base.Option;
import io.lapwing.broker.admission.AbuseOptions;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.jwt.JwtOptions;
import io.lapwing.broker.admission.ldap.LdapOptions;
import io.lapwing.broker.admission.redis.RedisOptions;
import io.lapwing.broker.admission.sql.SqlOptions;
import io.lapwing.broker.admission.webhook.WebhookOptions;
import io.lapwing.broker.net.ListenerOptions;
import io.lapwing.broker.net.proxy.ProxyOptions;
import io.lapwing.broker.net.tls.TlsOptions;
import io.lapwing.broker.net.web.WebSocketOptions;
import io.lapwing.broker.session.DeliveryOptions;
import io.lapwing.broker.session.LifeOptions;
import io.lapwing.broker.session.SessionOptions;
import io.lapwing.broker.systree.SysTreeOptions;
import io.lapwing.store.StoreOptions;
import io.lapwing.web.WebOptions;
import io.lapwing.web.access.AccessOptions;
import java.util.ArrayList;
import java.util.List;

/** Every option of the program: the lists of all rooms, and what belongs to none of them. */
final class AppOptions {
    static final Option<String> DATA =
            Option.text(
                    "platform_data_dir",
                    "lapwing-data",
                    "The data folder; the same as --data, which prevails.");

    static final Option<String> NODENAME =
            Option.text(
                    "nodename",
                    "",
                    "The name this broker has in metrics, charts, alerts and below $SYS; the"
                            + " machine's own if empty.");

    /** All of them, in the order of the manual. */
    static final List<Option<?>> ALL = all();

    /** Those of the agent alone. */
    static final List<Option<?>> WATCH = watch();

    private AppOptions() {}

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>();
        all.addAll(ListenerOptions.ALL);
        all.addAll(TlsOptions.ALL);
        all.addAll(WebSocketOptions.ALL);
        all.addAll(ProxyOptions.ALL);
        all.addAll(AdmissionOptions.ALL);
        all.addAll(AbuseOptions.ALL);
        all.addAll(WebhookOptions.ALL);
        all.addAll(JwtOptions.ALL);
        all.addAll(SqlOptions.ALL);
        all.addAll(RedisOptions.ALL);
        all.addAll(LdapOptions.ALL);
        all.addAll(SessionOptions.ALL);
        all.addAll(SysTreeOptions.ALL);
        all.addAll(LifeOptions.ALL);
        all.addAll(DeliveryOptions.ALL);
        all.addAll(StoreOptions.ALL);
        all.addAll(watch());
        return List.copyOf(all);
    }

    private static List<Option<?>> watch() {
        List<Option<?>> all = new ArrayList<>();
        all.addAll(TargetOptions.ALL);
        all.addAll(AgentOptions.ALL);
        all.addAll(SeriesOptions.ALL);
        all.addAll(NotifyOptions.ALL);
        all.addAll(ExportOptions.ALL);
        all.addAll(WebOptions.ALL);
        all.addAll(AccessOptions.ALL);
        all.addAll(LogOptions.ALL);
        all.add(DATA);
        all.add(NODENAME);
        return List.copyOf(all);
    }
}
