// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.Agent;
import io.lapwing.agent.Self;
import io.lapwing.agent.export.Exporter;
import io.lapwing.agent.export.Place;
import io.lapwing.agent.notify.Notifier;
import io.lapwing.agent.notify.NotifyOptions;
import io.lapwing.agent.notify.TopicOutlet;
import io.lapwing.agent.series.Archive;
import io.lapwing.agent.series.SeriesOptions;
import io.lapwing.agent.silence.Silences;
import io.lapwing.app.log.Logging;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.DiskFault;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.Broker;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.NoBroker;
import io.lapwing.broker.net.CannotListen;
import io.lapwing.broker.refusals.Refusals;
import io.lapwing.broker.systree.ServerName;
import io.lapwing.store.Store;
import io.lapwing.store.StoreException;
import io.lapwing.store.StoreOptions;
import io.lapwing.web.AlertBackground;
import io.lapwing.web.HttpSide;
import io.lapwing.web.NodeInfo;
import io.lapwing.web.RefusalWitness;
import io.lapwing.web.Sources;
import io.lapwing.web.WebOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running program, put together by hand from top to bottom. What was opened last is closed
 * first.
 */
final class Program implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    /** Something that was opened, and how it is closed. */
    private interface Closing {
        void close() throws IOException;
    }

    private record Part(String name, Closing closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Clock clock = Clock.system();
    private final Metrics metrics = new Metrics();
    private final Events events = new Events(clock);
    private final Logging log;
    private final Agent agent;
    private final @Nullable Store store;
    private final BrokerView broker;
    private final TopicOutlet topics;
    private final Refusals journal;
    private final Silences silences;
    private final Notifier notifier;
    private final Exporter exporter;
    private final HttpSide web;

    private Program(Settings settings, PrintStream console) throws StartFailed {
        try {
            DataFolder folder = DataFolder.take(settings.data());
            opened("data folder", folder::close);
            log = logging(settings, console);
            opened("log", log::close);
            Config config = settings.config();
            LOG.info("Lapwing {} starts, data in {}", Version.NUMBER, settings.data());
            settings.warnings().forEach(LOG::warn);
            agent = agent(settings);
            opened("agent", agent::close);
            if (settings.form() == Settings.Form.BROKER) {
                store = store(settings);
                Broker whole = broker(config);
                opened("broker", whole::close);
                broker = whole;
                topics = whole::publish;
                journal = whole.refusals();
            } else {
                store = null;
                NoBroker none = NoBroker.start(clock, metrics);
                opened("journal", none::close);
                broker = none;
                topics = TopicOutlet.NONE;
                journal = none.refusals();
            }
            agent.hear(new RefusalWitness(broker));
            silences = Silences.open(settings.data().resolve("silences"), clock, events);
            opened("silences", silences::close);
            notifier = notifier(settings);
            opened("notifications", notifier::close);
            exporter = exporter(config);
            opened("exports", exporter::close);
            watch(settings);
            agent.start(); // before the page, which shows charts and alerts from the first request
            web = web(config);
            opened("web", web::close);
            events.happened("start", "Lapwing " + Version.NUMBER + " started");
        } catch (StartFailed e) {
            close();
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("cannot start, by a fault of Lapwing", e);
            close();
            throw e;
        }
    }

    /** Opens everything, the listeners last: when this returns, all of them accept. */
    static Program start(Settings settings, PrintStream console) throws StartFailed {
        return new Program(settings, console);
    }

    Logging log() {
        return log;
    }

    Metrics metrics() {
        return metrics;
    }

    BrokerView broker() {
        return broker;
    }

    HttpSide web() {
        return web;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part last = parts.pop();
            if (last.name.equals("log")) {
                LOG.info("stopped");
            }
            try {
                last.closing.close();
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("{} did not close", last.name, e);
            }
        }
    }

    private Logging logging(Settings settings, PrintStream console) throws StartFailed {
        try {
            return Logging.start(settings.config(), settings.data(), console, clock, metrics);
        } catch (IOException e) {
            throw new StartFailed("log.console.file cannot be written: " + e, e);
        }
    }

    private Agent agent(Settings settings) throws StartFailed {
        Config config = settings.config();
        Self self = new Self(nodeName(config), settings.form() == Settings.Form.BROKER);
        if (!config.get(SeriesOptions.KEPT)) {
            return Agent.of(clock, metrics, events, config, self, null);
        }
        Path folder = settings.data().resolve("series");
        try {
            long nowS = clock.epochMillis() / 1_000;
            Archive archive = Archive.open(folder, config, metrics, events, nowS);
            return Agent.of(clock, metrics, events, config, self, archive);
        } catch (IOException e) {
            throw new StartFailed("the history in " + folder + " cannot be opened: " + e, e);
        }
    }

    private @Nullable Store store(Settings settings) throws StartFailed {
        Config config = settings.config();
        if (!config.get(StoreOptions.KEPT)) {
            return null;
        }
        try {
            Path folder = settings.data().resolve("store");
            Store opened = Store.open(folder, Kept.LAYOUT, config, clock, metrics, events);
            opened("store", opened::close);
            return opened;
        } catch (StoreException e) {
            throw new StartFailed(e.why(), e);
        }
    }

    private Broker broker(Config config) throws StartFailed {
        try {
            ServerName server = new ServerName(nodeName(config), Version.NUMBER);
            return Broker.start(config, clock, metrics, events, server, store);
        } catch (CannotListen | IllegalArgumentException e) {
            throw new StartFailed(String.valueOf(e.getMessage()), e);
        }
    }

    /** The logs of what is watched first: who was refused is known when an alert asks. */
    private void watch(Settings settings) throws StartFailed {
        try {
            TargetLogs logs = TargetLogs.start(settings.data(), clock, metrics, journal);
            opened("target logs", logs::close);
            Targets targets =
                    Targets.start(
                            agent, clock, events, settings, all -> logs.set(TargetLogs.of(all)));
            opened("targets", targets::close);
        } catch (IOException e) {
            throw new StartFailed("the logs of targets: " + DiskFault.why(e), e);
        }
    }

    private Notifier notifier(Settings settings) throws StartFailed {
        Config config = settings.config();
        Path folder = settings.data().resolve("notify");
        String page = config.get(NotifyOptions.PAGE_URL);
        try {
            return Notifier.start(
                    config,
                    clock,
                    metrics,
                    agent,
                    new Notifier.Place(
                            nodeName(config),
                            folder,
                            page.isEmpty() ? WebOptions.usualUrl(config) : page,
                            alert -> silences.of(alert).isPresent(),
                            new AlertBackground(broker, config),
                            topics));
        } catch (IOException e) {
            String why = DiskFault.why(e);
            throw new StartFailed("notifications, whose files are in " + folder + ": " + why, e);
        }
    }

    private Exporter exporter(Config config) throws StartFailed {
        Place place =
                new Place(
                        nodeName(config),
                        Version.NUMBER,
                        config.get(WebOptions.PROMETHEUS_NAMESPACE),
                        clock.epochMillis());
        try {
            return Exporter.start(config, clock, metrics, agent, place);
        } catch (IOException e) {
            throw new StartFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private HttpSide web(Config config) throws StartFailed {
        NodeInfo node = new NodeInfo(nodeName(config), Version.NUMBER, clock.epochMillis());
        try {
            return HttpSide.start(
                    new Sources(
                            config, clock, metrics, events, broker, agent, silences, notifier,
                            exporter, log, node));
        } catch (io.lapwing.web.http.CannotListen | IllegalArgumentException e) {
            throw new StartFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private static String nodeName(Config config) {
        String name = config.get(AppOptions.NODENAME);
        try {
            return name.isEmpty() ? InetAddress.getLocalHost().getHostName() : name;
        } catch (UnknownHostException e) {
            return "lapwing";
        }
    }

    private void opened(String name, Closing closing) {
        parts.push(new Part(name, closing));
    }
}
