// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about connections and sessions; their messages apart. */
public final class SessionOptions {
    static final Option<Duration> CONNECT_TIMEOUT =
            Option.millis(
                    "mqtt_connect_timeout",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofMinutes(5),
                    "Longest wait for a complete CONNECT, rounded up to whole seconds; then the"
                            + " connection is closed.");
    static final Option<Integer> MAX_CONNECT_SIZE =
            Option.integer(
                    "max_connect_size",
                    524_288,
                    1_024,
                    16_777_216,
                    "Largest CONNECT packet taken, in bytes.");
    static final Option<Integer> MAX_MESSAGE_SIZE =
            Option.integer(
                    "max_message_size",
                    0,
                    0,
                    268_435_455,
                    "Largest packet taken from a connected client, in bytes; 0 for all that MQTT"
                            + " allows.");
    static final Option<Integer> MAX_SUBSCRIPTIONS_PER_CLIENT =
            Option.integer(
                    "max_subscriptions_per_client",
                    0,
                    0,
                    100_000_000,
                    "Subscriptions one client may have; 0 for any number.");

    static final Option<String> SHARED_SUBSCRIPTION_POLICY =
            Option.choice(
                    "shared_subscription_policy",
                    "prefer_local",
                    List.of("prefer_local", "random", "local_only", "prefer_online_before_local"),
                    "Which members of a shared subscription get its messages: those of this node"
                            + " first, or all alike. On one node that is the same: the connected"
                            + " ones in turn, and when there is none, the group's own queue.");
    static final Option<Integer> MAX_RETAINED_MESSAGES =
            Option.integer(
                    "max_retained_messages",
                    0,
                    0,
                    1_000_000_000,
                    "Retained messages the broker keeps; one more is delivered, not kept, and"
                            + " counted. 0 for any number.");
    static final Option<Integer> MAX_RETAINED_MEGABYTES =
            Option.integer(
                    "max_retained_megabytes",
                    0,
                    0,
                    1_000_000,
                    "Size of the retained messages the broker keeps, in MiB; what goes beyond is"
                            + " delivered, not kept, and counted. 0 for any size.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL =
            List.of(
                    CONNECT_TIMEOUT,
                    MAX_CONNECT_SIZE,
                    MAX_MESSAGE_SIZE,
                    MAX_SUBSCRIPTIONS_PER_CLIENT,
                    SHARED_SUBSCRIPTION_POLICY,
                    MAX_RETAINED_MESSAGES,
                    MAX_RETAINED_MEGABYTES);

    private SessionOptions() {}
}
