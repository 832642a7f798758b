// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.Tick;
import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Transition;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what alerts do. The agent's thread only hands over what has changed; one thread here
 * owns what is decided and what waits, and each delivery has a virtual thread of its own, so that a
 * slow receiver holds up neither the agent nor the other receivers.
 */
public final class Notifier implements Notifications, AutoCloseable {
    /** Receivers that may be configured. */
    public static final int RECEIVERS_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int MAILS_MAX = 1_000;

    /**
     * What a notifier needs to know about the program it runs in.
     *
     * @param folder where it keeps its files
     * @param pageUrl where links begin; empty for none
     * @param silenced whether a silence holds for an alert
     */
    public record Place(
            String node,
            Path folder,
            String pageUrl,
            Predicate<Alert> silenced,
            Background background,
            TopicOutlet topics) {}

    private final AgentView agent;
    private final Clock clock;
    private final Place place;
    private final Owner owner = Owner.start("notify", MAILS_MAX);
    private final Tellings tellings;
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final Subscription ticks;
    private final NoticeWriter writer;
    private final Map<String, Tellings.Waiting> unheard = new LinkedHashMap<>(); // the agent's
    private long lastTransition; // the agent's

    private Notifier(Config config, Clock clock, Metrics metrics, AgentView agent, Place place)
            throws IOException {
        this.agent = agent;
        this.clock = clock;
        this.place = place;
        this.writer = new NoticeWriter(place.node(), place.pageUrl(), place.background(), clock);
        NotifyMetrics counts = new NotifyMetrics(metrics);
        Faults faults = new Faults(counts);
        Path unused = Files.createDirectories(place.folder());
        tellings = Tellings.open(place.folder().resolve("told"), place.silenced(), faults, counts);
        for (Settings each : Settings.all(config)) {
            Path file = place.folder().resolve(each.name() + ".queue");
            Outbox outbox = Outbox.open(file, each.get(NotifyOptions.QUEUE_MAX), faults);
            outboxes.add(outbox);
            Channel channel = Channels.of(each, place.topics(), clock);
            receivers.add(new Receiver(each, channel, outbox, place.node(), clock, counts));
        }
        ticks = agent.onTick(this::onTick);
    }

    /**
     * Starts listening to an agent. What waited when the program ended is sent.
     *
     * @throws IOException when its folder cannot be used
     */
    public static Notifier start(
            Config config, Clock clock, Metrics metrics, AgentView agent, Place place)
            throws IOException {
        return new Notifier(config, clock, metrics, agent, place);
    }

    @Override
    public List<ReceiverView> receivers() {
        return owner.ask(() -> receivers.stream().map(Receiver::view).toList());
    }

    @Override
    public List<OpenAlert> open() {
        return owner.ask(() -> tellings.open().stream().map(Notifier::view).toList());
    }

    @Override
    public Optional<String> test(String name) {
        Receiver receiver = receiver(name);
        List<Bulletin> bulletins = writer.test(receiver.gathers());
        for (Bulletin bulletin : bulletins) {
            DeliveryFailed failure = receiver.deliver(bulletin).failure();
            if (failure != null) {
                return Optional.of(receiver.words(failure));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean acknowledge(String alert, String by, String note) {
        Tellings.Acknowledged taken = new Tellings.Acknowledged(by, note, clock.epochMillis());
        return owner.ask(() -> tellings.acknowledge(alert, taken));
    }

    @Override
    public boolean unacknowledge(String alert) {
        return owner.ask(() -> tellings.acknowledge(alert, null));
    }

    /** What still waits stays in its files. */
    @Override
    public void close() {
        ticks.close();
        owner.close();
        try {
            tellings.close();
            for (Outbox outbox : outboxes) {
                outbox.close();
            }
        } catch (IOException e) {
            LOG.warn("a file of notifications did not close", e);
        }
    }

    private Receiver receiver(String name) {
        return receivers.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no receiver notify." + name));
    }

    /** On the agent's thread. What is not taken now is handed over with the next second. */
    private void onTick(Tick tick) {
        if (receivers.isEmpty()) {
            return;
        }
        if (!tick.changed().isEmpty()) {
            Map<String, Alert> alerts = new HashMap<>();
            tick.changed().forEach(each -> alerts.put(each.id(), each));
            for (Transition each : agent.transitions(lastTransition, "").reversed()) {
                lastTransition = each.id();
                Alert alert = alerts.get(each.alertId());
                if (alert != null) {
                    Tellings.Waiting unused =
                            unheard.put(each.alertId(), new Tellings.Waiting(alert, each));
                }
            }
        }
        List<Tellings.Waiting> changes = List.copyOf(unheard.values());
        if (owner.tell(() -> onSecond(tick.timeS(), changes))) {
            unheard.clear();
        }
    }

    private void onSecond(long nowS, List<Tellings.Waiting> changes) {
        changes.forEach(tellings::changed);
        for (Tellings.Due due : tellings.due(nowS)) {
            tell(due, nowS);
        }
        turn();
    }

    private void tell(Tellings.Due due, long nowS) {
        Notice notice = writer.write(due.what(), due.times());
        Set<String> known = tellings.receivers(notice.about().alert());
        Set<String> told = new LinkedHashSet<>(known);
        for (Receiver receiver : receivers) {
            if (receiver.wants(notice, known.contains(receiver.name()))) {
                receiver.add(notice);
                told.add(receiver.name());
            }
        }
        if (!told.isEmpty()) {
            tellings.told(notice, due.what(), told, nowS);
        }
    }

    private void turn() {
        for (Receiver receiver : receivers) {
            receiver.turn(this::carry, () -> known(receiver));
        }
    }

    /** What a receiver was told of and is not over. */
    private List<Notice> known(Receiver receiver) {
        return tellings.open().stream()
                .filter(each -> each.receivers().contains(receiver.name()))
                .map(Tellings.Told::notice)
                .toList();
    }

    private void carry(String name, Supplier<Receiver.Outcome> delivery, Receiver.Ending ending) {
        var _ =
                Thread.ofVirtual()
                        .name("notify-" + name)
                        .start(() -> {
                            Receiver.Outcome outcome = delivery.get();
                            try {
                                Boolean unused =
                                        owner.ask(() -> {
                                            ending.ended(outcome);
                                            turn();
                                            return true;
                                        });
                            } catch (IllegalStateException e) {
                                LOG.debug("{} hears no more: the program is closing", name, e);
                            }
                        });
    }

    private static OpenAlert view(Tellings.Told told) {
        Notice notice = told.notice();
        Tellings.Acknowledged taken = told.acknowledged();
        return new OpenAlert(
                told.alert(),
                notice.about().summary(),
                notice.status(),
                notice.change().sinceMs(),
                told.atS() * 1_000,
                notice.times(),
                told.receivers().stream().sorted().toList(),
                taken == null ? null : taken.by(),
                taken == null ? null : taken.note(),
                taken == null ? null : taken.atMs());
    }
}
