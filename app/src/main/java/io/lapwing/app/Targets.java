// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.Agent;
import io.lapwing.agent.collect.TargetOptions;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.collect.scrape.AskedTarget;
import io.lapwing.base.Clock;
import io.lapwing.base.ConfigReader;
import io.lapwing.base.Events;
import io.lapwing.base.Recurring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs that are watched, as the configuration names them. The file is read again when it
 * has changed: what is new in it is watched from then on, what has left is forgotten, and if any of
 * it is wrong everything stays as it was. Owned by its own thread.
 */
final class Targets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
    private static final long LOOK_MILLIS = 1_000;

    private final Agent agent;
    private final Clock clock;
    private final Events events;
    private final Settings settings;
    private final Consumer<List<TargetWish>> listener;
    private List<TargetWish> watched = List.of();
    private String state;
    private @Nullable Recurring looking;

    private Targets(
            Agent agent,
            Clock clock,
            Events events,
            Settings settings,
            Consumer<List<TargetWish>> listener) {
        this.agent = agent;
        this.clock = clock;
        this.events = events;
        this.settings = settings;
        this.listener = listener;
        this.state = stateOf(settings.file());
    }

    /**
     * Watches what the settings name, and follows their file.
     *
     * @param listener is told all targets now, and after each change
     */
    static Targets start(
            Agent agent,
            Clock clock,
            Events events,
            Settings settings,
            Consumer<List<TargetWish>> listener) {
        Targets targets = new Targets(agent, clock, events, settings, listener);
        targets.watch(TargetOptions.wishes(settings.config()));
        if (settings.file() != null) {
            targets.looking = Recurring.start("targets", targets::look);
        }
        return targets;
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.close();
        }
    }

    /** Reads the file if it has changed. */
    private long look() {
        Path file = settings.file();
        String now = stateOf(file);
        if (file != null && !now.equals(state)) {
            state = now;
            readAgain(file);
        }
        return LOOK_MILLIS;
    }

    private void readAgain(Path file) {
        ConfigReader.Reading reading =
                ConfigReader.read(settings.form().options(), file, settings.sets());
        List<String> errors = new ArrayList<>(reading.errors());
        if (errors.isEmpty()) {
            errors.addAll(TargetOptions.errors(reading.config()));
        }
        if (!errors.isEmpty()) {
            errors.forEach(error -> LOG.warn("not taken over: {}", error));
            events.happened(
                    "targets",
                    file.getFileName()
                            + " was changed and is wrong, so the targets stay as they were: "
                            + errors.getFirst()
                            + (errors.size() > 1 ? ", and " + (errors.size() - 1) + " more" : ""));
            return;
        }
        List<TargetWish> wishes = TargetOptions.wishes(reading.config());
        if (!wishes.equals(watched)) {
            watch(wishes);
            events.happened(
                    "targets", file.getFileName() + " was changed: " + wishes.size() + " targets");
        }
    }

    private void watch(List<TargetWish> wishes) {
        for (TargetWish each : watched) {
            if (!wishes.contains(each)) {
                agent.forget(each.name());
                LOG.info("{} is not watched any more", each.name());
            }
        }
        for (TargetWish each : wishes) {
            if (!watched.contains(each)) {
                begin(each);
            }
        }
        watched = wishes;
        listener.accept(wishes);
    }

    private void begin(TargetWish wish) {
        AskedTarget target = AskedTarget.start(clock, wish);
        try {
            agent.watch(wish, target);
            LOG.info("{} is watched at {}", wish.name(), wish.address());
        } catch (IllegalStateException e) {
            target.close();
            LOG.warn("{} is not watched: {}", wish.name(), e.getMessage());
        }
    }

    /** Another text when the file may have changed. */
    private static String stateOf(@Nullable Path file) {
        if (file == null) {
            return "";
        }
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "gone";
        }
    }
}
