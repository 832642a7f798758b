// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.Json;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Health;
import io.lapwing.agent.health.Repeat;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is worth telling: the newest change of an alert, once its rule's delay is over, and
 * again when the rule says repeat. What was over before anybody was told is never told. Remembers
 * on disk what was told to whom, so that a restart tells nothing twice and no end is forgotten.
 * Owned by the notifier's thread.
 */
final class Tellings implements AutoCloseable {
    /** Alerts that have been told and are not clear; of more the oldest are forgotten. */
    static final int TOLD_MAX = Health.ALERTS_MAX;

    private static final int SPARE_LINES_MAX = 1_000;

    /** A change and the alert it happened to. */
    record Waiting(Alert alert, Transition transition) {}

    /** What is to be told. */
    record Due(Waiting what, int times) {}

    /** Who knows of the trouble and does something about it: nobody is reminded any more. */
    record Acknowledged(String by, String note, long atMs) {}

    /**
     * What was told of an alert last.
     *
     * @param receivers who was told of its present trouble
     */
    record Told(
            Notice notice, long atS, Set<String> receivers, @Nullable Acknowledged acknowledged) {
        String alert() {
            return notice.about().alert();
        }
    }

    /** A line of the file: what was told, or that an alert is over. */
    private record Line(String alert, @Nullable Told told) {}

    private final Predicate<Alert> silenced;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Map<String, Waiting> repeating = new LinkedHashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();
    private final RecordLog log;
    private final Faults faults;
    private final NotifyMetrics metrics;

    private Tellings(
            RecordLog log,
            Map<String, Told> told,
            Predicate<Alert> silenced,
            Faults faults,
            NotifyMetrics metrics) {
        this.log = log;
        this.told.putAll(told);
        this.silenced = silenced;
        this.faults = faults;
        this.metrics = metrics;
    }

    static Tellings open(Path file, Predicate<Alert> silenced, Faults faults, NotifyMetrics metrics)
            throws IOException {
        RecordLog.Content content = RecordLog.read(file);
        Map<String, Told> told = new LinkedHashMap<>();
        int damaged = content.damaged();
        for (String record : content.records()) {
            try {
                Line line = Json.read(record, Line.class);
                Told before = told.remove(line.alert);
                if (line.told != null) {
                    told.put(line.alert, line.told);
                }
            } catch (IllegalArgumentException e) {
                damaged++;
            }
        }
        faults.damaged(file, damaged);
        RecordLog log = RecordLog.write(file, lines(told));
        return new Tellings(log, told, silenced, faults, metrics);
    }

    /** A newer change of an alert takes the place of one that still waits. */
    void changed(Waiting change) {
        Waiting unused = waiting.put(change.alert.id(), change);
        held.remove(change.alert.id());
    }

    /** What is to be told in this second. */
    List<Due> due(long nowS) {
        List<Due> due = new ArrayList<>();
        Iterator<Waiting> each = waiting.values().iterator();
        while (each.hasNext()) {
            Waiting change = each.next();
            if (change.transition.notifyAtS() <= nowS && !heldBack(change)) {
                each.remove();
                if (isNews(change)) {
                    due.add(new Due(change, 0));
                } else {
                    remember(change);
                }
            }
        }
        repeating.values().forEach(again -> repeat(again, nowS, due));
        return due;
    }

    /** It was told to these; those who knew of the trouble before still know. */
    void told(Notice notice, Waiting what, Set<String> receivers, long nowS) {
        if (notice.change().isClear()) {
            forget(notice.about().alert());
            return;
        }
        Told before = told.get(notice.about().alert());
        boolean reminder = notice.times() > 0;
        Acknowledged acknowledged = before == null || !reminder ? null : before.acknowledged;
        put(new Told(notice, nowS, Set.copyOf(receivers), acknowledged));
        Waiting unused = repeating.put(notice.about().alert(), what);
    }

    /** Those who were told of the present trouble of an alert. */
    Set<String> receivers(String alert) {
        Told last = told.get(alert);
        return last == null ? Set.of() : last.receivers;
    }

    /** What has been told and is not over, the oldest first. */
    List<Told> open() {
        return List.copyOf(told.values());
    }

    /** False when nobody was told of trouble with this alert. */
    boolean acknowledge(String alert, @Nullable Acknowledged acknowledged) {
        Told last = told.get(alert);
        if (last == null) {
            return false;
        }
        put(new Told(last.notice, last.atS, last.receivers, acknowledged));
        return true;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** A silence holds back trouble, never that something told is over. */
    private boolean heldBack(Waiting change) {
        boolean clear = change.transition.to() == Status.CLEAR;
        if (clear || !isTellable(change.transition.to()) || !silenced.test(change.alert)) {
            return false;
        }
        if (held.add(change.alert.id())) {
            metrics.silenced();
        }
        return true;
    }

    private boolean isNews(Waiting change) {
        Status to = change.transition.to();
        Told last = told.get(change.alert.id());
        if (to == Status.CLEAR) {
            return last != null && !change.alert.rule().noClear();
        }
        return isTellable(to) && (last == null || last.notice.change().to() != to);
    }

    /** A change that is not told may still end what was told, or bring it back. */
    private void remember(Waiting change) {
        String alert = change.alert.id();
        if (change.transition.to() == Status.CLEAR) {
            forget(alert);
        } else if (told.containsKey(alert)) {
            Waiting unused = repeating.put(alert, change);
        }
    }

    private static boolean isTellable(Status status) {
        return switch (status) {
            case CLEAR, WARNING, CRITICAL, STALE, DOWN -> true;
            case REMOVED, UNDEFINED, UNINITIALIZED -> false;
        };
    }

    private void repeat(Waiting again, long nowS, List<Due> due) {
        Told last = told.get(again.alert.id());
        Repeat repeat = again.alert.rule().repeat();
        Status status = again.transition.to();
        int everyS = status == Status.CRITICAL ? repeat.criticalS() : repeat.warningS();
        if (last != null
                && status.raised()
                && everyS > 0
                && nowS - last.atS >= everyS
                && last.acknowledged == null
                && !waiting.containsKey(again.alert.id())
                && !silenced.test(again.alert)) {
            due.add(new Due(again, last.notice.times() + 1));
        }
    }

    private void put(Told news) {
        Told unused = told.remove(news.alert()); // so that the newest is last
        told.put(news.alert(), news);
        append(new Line(news.alert(), news));
        if (told.size() > TOLD_MAX) {
            forget(told.keySet().iterator().next());
        }
    }

    private void forget(String alert) {
        Waiting unused = repeating.remove(alert);
        if (told.remove(alert) != null) {
            append(new Line(alert, null));
        }
    }

    private void append(Line line) {
        try {
            if (log.lines() > 2 * told.size() + SPARE_LINES_MAX) {
                log.rewrite(lines(told));
            } else {
                log.append(Json.text(line));
            }
        } catch (IOException e) {
            faults.disk(e);
        }
    }

    private static List<String> lines(Map<String, Told> told) {
        return told.values().stream().map(each -> Json.text(new Line(each.alert(), each))).toList();
    }
}
