// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import io.lapwing.agent.health.Alert;
import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.base.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All silences, kept in a file. One thread changes list and file; any thread reads the newest list
 * without waiting. A change that cannot be kept is not made.
 */
public final class Silences implements AutoCloseable {
    /** Further ones are refused. */
    public static final int SILENCES_MAX = 1_000;

    /** A silence that lasts longer is a rule to be changed. */
    public static final Duration SPAN_MAX = Duration.ofDays(366);

    private static final Logger LOG = LoggerFactory.getLogger(Silences.class);
    private static final String EVENT_KIND = "silence";
    private static final int MAILS_MAX = 100;

    /** What is asked for; the rest is given by the moment. */
    public record Wish(
            Matcher matcher,
            String reason,
            String author,
            long startMs,
            long endMs,
            String schedule) {}

    private final Path file;
    private final Clock clock;
    private final Events events;
    private final Owner owner = Owner.start("agent-silences", MAILS_MAX);
    private final Latest<List<Silence>> all;
    private long lastId;

    private Silences(Path file, Clock clock, Events events, List<Silence> kept) {
        this.file = file;
        this.clock = clock;
        this.events = events;
        this.all = new Latest<>(kept);
        this.lastId = kept.stream().mapToLong(Silence::id).max().orElse(0);
    }

    /** Reads the file; a damaged one is put aside, and said so. */
    public static Silences open(Path file, Clock clock, Events events) {
        List<Silence> kept = List.of();
        try {
            kept = SilenceFile.read(file);
        } catch (SilenceFile.Damaged e) {
            putAside(file, String.valueOf(e.getMessage()), events);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so no alert is silenced: {}", file, e.toString());
            events.keyEvent(EVENT_KIND, "the silences cannot be read, so none holds");
        }
        return new Silences(file, clock, events, kept);
    }

    private static void putAside(Path file, String why, Events events) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn("{} is damaged, so no alert is silenced; it is kept as {}: {}", file, aside, why);
        events.keyEvent(EVENT_KIND, "the file of silences is damaged, so none holds");
        try {
            Path unused = Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be put aside: {}", file, e.toString());
        }
    }

    /** Those that have not ended, the newest first; some may not have begun. */
    public List<Silence> list() {
        long now = clock.epochMillis();
        return all.value().stream().filter(each -> each.endMs() > now).toList().reversed();
    }

    /** The silence that keeps an alert quiet now; of several the one that ends last. */
    public Optional<Silence> of(Alert alert) {
        long now = clock.epochMillis();
        Silence longest = null;
        for (Silence each : all.value()) {
            if (each.holds(now)
                    && each.matcher().fits(alert)
                    && (longest == null || each.endMs() > longest.endMs())) {
                longest = each;
            }
        }
        return Optional.ofNullable(longest);
    }

    /**
     * Begins a silence.
     *
     * @throws IllegalArgumentException saying what is wrong with the wish
     * @throws IllegalStateException when there are too many, or the file cannot be written
     */
    public Silence add(Wish wish) {
        long now = clock.epochMillis();
        if (wish.endMs() <= Math.max(now, wish.startMs())) {
            throw new IllegalArgumentException("a silence must end after it begins, and after now");
        }
        if (wish.endMs() - wish.startMs() > SPAN_MAX.toMillis()) {
            throw new IllegalArgumentException(
                    "a silence lasts at most " + SPAN_MAX.toDays() + " days");
        }
        if (wish.reason().isBlank() || wish.author().isBlank()) {
            throw new IllegalArgumentException("a silence needs a reason and an author");
        }
        Schedule schedule = Schedule.of(wish.schedule(), ZoneId.systemDefault());
        Outcome outcome = owner.ask(() -> begin(wish, schedule, now));
        Silence begun = outcome.silence();
        if (begun == null) {
            throw new IllegalStateException(outcome.error());
        }
        return begun;
    }

    /** What came of a change on the owner's thread. */
    private record Outcome(@Nullable Silence silence, String error) {
        static Outcome failed(String error) {
            return new Outcome(null, error);
        }
    }

    private Outcome begin(Wish wish, Schedule schedule, long now) {
        List<Silence> next = new ArrayList<>(alive(now));
        if (next.size() >= SILENCES_MAX) {
            return Outcome.failed("there are " + SILENCES_MAX + " silences already");
        }
        Silence silence =
                new Silence(
                        lastId + 1,
                        wish.matcher(),
                        wish.reason(),
                        wish.author(),
                        now,
                        wish.startMs(),
                        wish.endMs(),
                        schedule);
        next.add(silence);
        String error = keep(next);
        if (!error.isEmpty()) {
            return Outcome.failed(error);
        }
        lastId = silence.id();
        events.happened(EVENT_KIND, silence.author() + " silenced alerts: " + silence.reason());
        return new Outcome(silence, "");
    }

    /**
     * Ends a silence before its time; false when there is none.
     *
     * @throws IllegalStateException when the file cannot be written
     */
    public boolean remove(long id) {
        Outcome outcome = owner.ask(() -> end(id));
        if (!outcome.error().isEmpty()) {
            throw new IllegalStateException(outcome.error());
        }
        return outcome.silence() != null;
    }

    private Outcome end(long id) {
        List<Silence> alive = alive(clock.epochMillis());
        Silence ended = alive.stream().filter(each -> each.id() == id).findFirst().orElse(null);
        if (ended == null) {
            return new Outcome(null, "");
        }
        String error = keep(alive.stream().filter(each -> each.id() != id).toList());
        if (error.isEmpty()) {
            events.happened(EVENT_KIND, "silence " + id + " ended: " + ended.reason());
        }
        return new Outcome(ended, error);
    }

    private List<Silence> alive(long now) {
        return all.value().stream().filter(each -> each.endMs() > now).toList();
    }

    /** Empty when it worked. */
    private String keep(List<Silence> next) {
        try {
            SilenceFile.write(file, next);
            all.set(List.copyOf(next));
            return "";
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
            return "the silences cannot be kept: " + e;
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
