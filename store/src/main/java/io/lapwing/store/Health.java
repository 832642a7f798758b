// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store works, and everybody who is told when that changes. */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Clock clock;
    private final Events events;
    private final StoreMetrics counts;
    private final Latest<List<Lane>> lanes;
    private final Latest<StoreState> state = new Latest<>(new StoreState.Working());

    Health(Clock clock, Events events, StoreMetrics counts, Latest<List<Lane>> lanes) {
        this.clock = clock;
        this.events = events;
        this.counts = counts;
        this.lanes = lanes;
    }

    StoreState state() {
        return state.value();
    }

    /** Fails, or fails on for another reason. On the storage thread, as the next. */
    void fails(String why) {
        if (!(state.value() instanceof StoreState.Failing(long since, String known))) {
            LOG.error("the store keeps nothing: {}; it is tried again every second", why);
            events.keyEvent("store", "the store keeps nothing: " + why);
            change(new StoreState.Failing(clock.epochMillis(), why));
        } else if (!known.equals(why)) {
            LOG.error("the store still keeps nothing, now because {}", why);
            change(new StoreState.Failing(since, why));
        }
    }

    void works() {
        if (state.value() instanceof StoreState.Failing(long since, String why)) {
            long seconds = Math.max(0, clock.epochMillis() - since) / 1_000;
            LOG.info("the store works again, after {} s in which {}", seconds, why);
            events.keyEvent("store", "the store works again after " + seconds + " s");
            change(new StoreState.Working());
        }
    }

    private void change(StoreState next) {
        state.set(next);
        counts.failing(next instanceof StoreState.Failing);
        lanes.value().forEach(lane -> lane.tell(next));
    }
}
