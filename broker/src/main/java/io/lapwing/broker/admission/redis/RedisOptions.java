// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.redis;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about Redis; VerneMQ's keys. */
public final class RedisOptions {
    static final Option<String> HOST =
            Option.text("vmq_diversity.redis.host", "localhost", "Host of Redis.");
    static final Option<Integer> PORT =
            Option.integer("vmq_diversity.redis.port", 6379, 1, 65_535, "Its port.");
    static final Option<String> USER =
            Option.text("vmq_diversity.redis.user", "", "Who asks it; nobody if empty.");
    static final Option<String> PASSWORD =
            Option.text("vmq_diversity.redis.password", "", "The password; none if empty.").kept();
    static final Option<Integer> DATABASE =
            Option.integer("vmq_diversity.redis.database", 0, 0, 65_535, "Its database.");
    static final Option<Integer> POOL_SIZE =
            Option.integer(
                    "vmq_diversity.redis.pool_size", 5, 1, 1_000, "Connections to it, at most.");
    static final Option<Duration> PATIENCE =
            Option.millis(
                    "vmq_diversity.redis.timeout",
                    Duration.ofSeconds(4),
                    Duration.ofMillis(10),
                    Duration.ofMinutes(1),
                    "Longest wait for its answer.");

    /** Every option of Redis. */
    public static final List<Option<?>> ALL =
            List.of(HOST, PORT, USER, PASSWORD, DATABASE, POOL_SIZE, PATIENCE);

    private RedisOptions() {}
}
