// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set against clients that come too often or guess. VerneMQ has no keys. */
public final class AbuseOptions {
    static final Option<Integer> RATE_PER_ADDRESS = rate("address", "one address");
    static final Option<Integer> RATE_PER_USER = rate("user", "one user name");
    static final Option<Integer> RATE_PER_CLIENT = rate("client", "one client id");
    static final Option<Integer> FAILURES_PER_ADDRESS = failures("address", "an address");
    static final Option<Integer> FAILURES_PER_USER =
            failures("user", "a user name (whoever knows a name can then keep its owner out)");
    static final Option<Integer> FAILURES_PER_CLIENT = failures("client", "a client id");
    static final Option<Duration> WINDOW =
            Option.seconds(
                    "failures_ban.window",
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "Within how long failed logins are counted together.");
    static final Option<Duration> FIRST =
            Option.seconds(
                    "failures_ban.first",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "How long the first ban for failed logins lasts; each further one twice as"
                            + " long.");
    static final Option<Duration> LONGEST =
            Option.seconds(
                    "failures_ban.longest",
                    Duration.ofHours(1),
                    Duration.ofSeconds(1),
                    Duration.ofDays(30),
                    "The longest that such a ban becomes. Twice this time without one, and the next"
                            + " is a first one again.");

    /** Every option against abuse. */
    public static final List<Option<?>> ALL =
            List.of(
                    RATE_PER_ADDRESS,
                    RATE_PER_USER,
                    RATE_PER_CLIENT,
                    FAILURES_PER_ADDRESS,
                    FAILURES_PER_USER,
                    FAILURES_PER_CLIENT,
                    WINDOW,
                    FIRST,
                    LONGEST);

    private AbuseOptions() {}

    private static Option<Integer> rate(String word, String whose) {
        return Option.integer(
                "max_connection_rate_per_" + word,
                0,
                0,
                1_000_000,
                "CONNECTs a second of " + whose + " before it is refused; 0 for any number.");
    }

    private static Option<Integer> failures(String word, String whose) {
        return Option.integer(
                "failures_ban.per_" + word,
                0,
                0,
                1_000_000,
                "Failed logins that get " + whose + " banned for a while; 0 for never.");
    }
}
