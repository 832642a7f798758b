// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about {@code $SYS}. */
public final class SysTreeOptions {
    static final Option<Boolean> ENABLED =
            Option.flag(
                    "systree_enabled",
                    true,
                    "Whether the metrics are published below $SYS, for clients that subscribe to"
                            + " it.");
    static final Option<Duration> INTERVAL =
            Option.millis(
                    "systree_interval",
                    Duration.ofSeconds(20),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "Time between two rounds of $SYS messages, rounded up to whole seconds; 0 for"
                            + " no messages. Whoever subscribes first gets them within a second.");
    static final Option<Integer> QOS =
            Option.integer("systree_qos", 0, 0, 2, "QoS of the messages below $SYS.");
    static final Option<Boolean> RETAIN =
            Option.flag(
                    "systree_retain",
                    false,
                    "Whether the messages below $SYS are retained; they are then made whether"
                            + " somebody subscribes or not.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL = List.of(ENABLED, INTERVAL, QOS, RETAIN);

    private SysTreeOptions() {}
}
