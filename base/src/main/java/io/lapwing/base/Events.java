// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What changed lately, newest kept. Any room reports, anyone may read or listen. */
public final class Events {
    /** Older events are forgotten. */
    public static final int EVENTS_MAX = 1_000;

    private final Clock clock;
    private final Deque<Event> kept = new ArrayDeque<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private long lastId;

    public Events(Clock clock) {
        this.clock = clock;
    }

    public void happened(String kind, String text) {
        happened(kind, text, false);
    }

    /** An event that stands out among the others. */
    public void keyEvent(String kind, String text) {
        happened(kind, text, true);
    }

    /** The newest first, at most {@code max}. */
    public synchronized List<Event> newest(int max) {
        List<Event> newest = new ArrayList<>(Math.min(max, kept.size()));
        Iterator<Event> backwards = kept.descendingIterator();
        while (backwards.hasNext() && newest.size() < max) {
            newest.add(backwards.next());
        }
        return newest;
    }

    /**
     * Calls back on the reporting thread, which must not be held up. Close it to stop listening.
     */
    public Subscription subscribe(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void happened(String kind, String text, boolean key) {
        Event event = kept(kind, text, key);
        listeners.forEach(listener -> listener.accept(event));
    }

    private synchronized Event kept(String kind, String text, boolean key) {
        Event event = new Event(++lastId, clock.epochMillis(), kind, text, key);
        if (kept.size() == EVENTS_MAX) {
            kept.removeFirst();
        }
        kept.addLast(event);
        return event;
    }
}
