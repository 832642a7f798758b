// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Json;
import io.lapwing.web.http.Request;
import io.lapwing.web.http.Routes;
import io.lapwing.web.metrics.Exposition;
import io.lapwing.web.metrics.KnownFamily;
import io.lapwing.web.metrics.MetricsText;
import io.lapwing.web.netdata.AllMetrics;
import io.lapwing.web.netdata.Badge;
import io.lapwing.web.netdata.Contexts;
import io.lapwing.web.netdata.Info;
import io.lapwing.web.words.Guides;
import io.lapwing.web.words.Remedies;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of contents of the HTTP side: which path is answered by what. */
final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final Sources sources;
    private final Rows rows;
    private final Guides guides;
    private final AlertsApi alerts;
    private final Snapshots snapshots;

    Site(Sources sources) {
        this.sources = sources;
        Remedies remedies =
                Remedies.of(
                        sources.config().get(AdmissionOptions.PASSWORD_FILE).toString(),
                        sources.config().get(AdmissionOptions.ACL_FILE).toString());
        this.rows = new Rows(remedies, sources.node().name());
        this.guides = Guides.read();
        this.alerts = new AlertsApi(sources, rows, guides);
        this.snapshots = new Snapshots(sources, alerts);
    }

    AlertsApi alerts() {
        return alerts;
    }

    Routes routes(LiveStream stream) {
        Routes routes = new Routes();
        page(routes);
        dashboard(routes, stream);
        clients(routes);
        admin(routes);
        notifications(routes);
        vernemq(routes);
        netdata(routes);
        return routes;
    }

    /** Makes a first answer for nobody: the first page would wait for its code to be loaded. */
    void warmUp() {
        try {
            Json.bytes(snapshots.now());
        } catch (IllegalStateException e) {
            LOG.debug("no answer for the warm-up: the program is closing", e);
        }
    }

    private void page(Routes routes) {
        Page page = new Page(snapshots);
        routes.get("/", page::html)
                .get("/refusals", page::html)
                .get("/clients", page::html)
                .get("/charts", page::html)
                .get("/alerts", page::html)
                .get("/alerts/{id}", page::html)
                .get("/app.js", in -> Page.file(in, "app.js", "text/javascript; charset=utf-8"))
                .get("/app.css", in -> Page.file(in, "app.css", "text/css; charset=utf-8"))
                .get("/logo.svg", in -> Page.file(in, "logo.svg", "image/svg+xml"));
    }

    private void dashboard(Routes routes, LiveStream stream) {
        GuidesApi pages = new GuidesApi(guides);
        SilencesApi silences = new SilencesApi(sources.silences(), sources.clock());
        ReplayApi replay = new ReplayApi(sources.agent());
        RefusalsApi refusals = new RefusalsApi(sources.broker(), sources.clock(), rows);
        routes.get("/api/snapshot", in -> Answer.json(snapshots.now()))
                .get("/api/refusals", refusals::list)
                .get("/api/refusals/{id}", refusals::one)
                .get("/api/drops", new DropsApi(sources.broker())::list)
                .get("/api/targets", new TargetsApi(sources.agent())::list)
                .get("/api/alerts", alerts::list)
                .get("/api/alerts/{id}", alerts::one)
                .get("/api/silences", silences::list)
                .route("POST", "/api/silences", silences::add)
                .route("DELETE", "/api/silences/{id}", silences::remove)
                .get("/api/replay", replay::inForce)
                .route("POST", "/api/replay", replay::thoughtOf)
                .get("/api/guides", pages::list)
                .get("/api/guides/{alert}", pages::one)
                .get("/guides/{alert}", pages::page)
                .get("/api/charts", new ChartsApi(sources.agent(), sources.clock())::list)
                .get("/api/events", in -> Answer.json(new Api.Events(snapshots.events())))
                .get("/api/stream", in -> stream.answer());
    }

    private void clients(Routes routes) {
        ClientsApi clients = new ClientsApi(sources.broker(), sources.clock());
        routes.get("/api/clients", clients::list)
                .get("/api/client", clients::one)
                .route("POST", "/api/client/disconnect", clients::disconnect)
                .route("POST", "/api/client/delete", clients::delete);
    }

    private void admin(Routes routes) {
        AdminApi admin = new AdminApi(sources.broker(), sources.log());
        ExplainApi explain = new ExplainApi(sources.broker());
        ListenersApi listeners = new ListenersApi(sources.broker());
        routes.route("POST", "/api/explain/connect", explain::connect)
                .route("POST", "/api/explain/publish", explain::publish)
                .route("POST", "/api/explain/subscribe", explain::subscribe)
                .get("/api/listeners", listeners::all)
                .route("POST", "/api/listeners", listeners::start)
                .route("POST", "/api/listeners/{name}/stop", listeners::stop)
                .route("DELETE", "/api/listeners/{name}", listeners::delete)
                .get("/api/bans", admin::bans)
                .route("POST", "/api/bans", admin::ban)
                .route("DELETE", "/api/bans/{id}", admin::unban)
                .get("/api/log/level", admin::levels)
                .route("PUT", "/api/log/level", admin::level);
    }

    private void notifications(Routes routes) {
        NotifyApi notify = new NotifyApi(sources.notifications());
        routes.get("/api/notify", notify::state)
                .route("POST", "/api/notify/acks", notify::acknowledge)
                .route("DELETE", "/api/notify/acks/{alert}", notify::unacknowledge)
                .route("POST", "/api/notify/{name}/test", notify::test)
                .get("/api/exports", this::exports);
    }

    private void vernemq(Routes routes) {
        MetricsText metrics =
                new MetricsText(
                        sources.metrics(),
                        sources.agent()::alerts,
                        KnownFamily.all(Runtime.getRuntime().availableProcessors()),
                        new MetricsText.Names(
                                sources.config().get(WebOptions.PROMETHEUS_NAMESPACE),
                                sources.node().name(),
                                sources.config().get(WebOptions.OPENMETRICS_TOTAL)));
        HealthApi health = new HealthApi(sources);
        routes.get("/metrics", in -> text(metrics, Exposition.of(in.header("accept"))))
                .get("/health", health::health)
                .get("/health/ping", health::ping)
                .get("/health/listeners", health::listeners)
                .get("/health/listeners_full_cluster", health::listeners) // a cluster of one
                .get("/status.json", health::status);
    }

    private void netdata(Routes routes) {
        NetdataAlarms alarms =
                new NetdataAlarms(
                        sources.agent(),
                        sources.silences(),
                        sources.clock(),
                        sources.node().name());
        String host = sources.node().name();
        String version = sources.node().version();
        NetdataCharts charts = new NetdataCharts(sources.agent(), sources.node());
        Contexts contexts = new Contexts(sources.agent(), host);
        routes.get("/api/v1/alarms", alarms::alarms)
                .get("/api/v1/alarms_values", alarms::values)
                .get("/api/v1/alarm_count", alarms::count)
                .get("/api/v1/alarm_log", alarms::log)
                .get("/api/v1/charts", charts::charts)
                .get("/api/v1/chart", charts::chart)
                .get("/api/v1/data", charts::data)
                .get("/api/v1/info", new Info(sources.agent(), host, version)::answer)
                .get("/api/v1/allmetrics", new AllMetrics(sources.agent(), host, version)::answer)
                .get("/api/v1/badge.svg", new Badge(sources.agent())::svg)
                .get("/api/v1/contexts", contexts::all)
                .get("/api/v1/context", contexts::one)
                .get("/api/v1/alarm_variables", contexts::variables)
                .get("/api/v1/archivedcharts", contexts::archived)
                .get("/api/v1/registry", contexts::registry)
                .get("/host/{host}/api/v1/charts", charts::charts)
                .get("/host/{host}/api/v1/chart", charts::chart)
                .get("/host/{host}/api/v1/data", charts::data);
    }

    private Answer exports(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.ExportList(sources.exports().destinations()));
    }

    private static Answer text(MetricsText metrics, Exposition format) {
        byte[] text = metrics.write(format).getBytes(StandardCharsets.UTF_8);
        return Answer.bytes(format.type(), text);
    }
}
