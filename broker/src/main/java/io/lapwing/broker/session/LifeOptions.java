// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Option;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator may set about how long sessions, wills and silence last. */
public final class LifeOptions {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,8})([shdwmy])");
    private static final String SPANS = "a number with s, h, d, w, m or y behind it, as 12h or 1w";

    /**
     * A time as it is written in a configuration; the word that stands for no limit is one.
     *
     * @param text as written
     */
    record Span(String text, long seconds) {
        static Span unlimited(String word) {
            return new Span(word, Session.NO_EXPIRY);
        }

        /** Reads a time, or the word that stands for no limit. */
        static Span parse(String text, String unlimited) {
            if (text.equals(unlimited)) {
                return unlimited(unlimited);
            }
            Matcher span = SPAN.matcher(text);
            if (!span.matches()) {
                throw new IllegalArgumentException("must be " + unlimited + ", or " + SPANS);
            }
            long seconds = Long.parseLong(span.group(1)) * unitSeconds(span.group(2).charAt(0));
            return new Span(text, Math.min(seconds, Session.NO_EXPIRY));
        }

        private static long unitSeconds(char unit) {
            return switch (unit) {
                case 's' -> 1;
                case 'h' -> 3_600;
                case 'd' -> 86_400;
                case 'w' -> 7 * 86_400;
                case 'm' -> 30 * 86_400;
                default -> 365 * 86_400;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final Option<Span> PERSISTENT_CLIENT_EXPIRATION =
            span(
                    "persistent_client_expiration",
                    "never",
                    "Longest time a session is kept for a client that is away; an MQTT 5 client is"
                            + " told when this is less than it asked for. m is a month.");
    static final Option<Span> MAX_LAST_WILL_DELAY =
            span(
                    "max_last_will_delay",
                    "client",
                    "Longest delay of a will; client takes what the client says. m is a month.");
    static final Option<Boolean> SUPPRESS_LWT_ON_SESSION_TAKEOVER =
            Option.flag(
                    "suppress_lwt_on_session_takeover",
                    false,
                    "Whether a connection that another one with its client id pushes out leaves"
                            + " no will.");
    static final Option<Integer> MAX_KEEPALIVE =
            Option.integer(
                    "max_keepalive",
                    0,
                    0,
                    65_535,
                    "Longest keep-alive of an MQTT 5 client in seconds, told to those that ask for"
                            + " more or for none; 0 for any. An MQTT 3 client cannot be told, and"
                            + " keeps its own.");

    /** Every option of this class. */
    public static final List<Option<?>> ALL =
            List.of(
                    PERSISTENT_CLIENT_EXPIRATION,
                    MAX_LAST_WILL_DELAY,
                    SUPPRESS_LWT_ON_SESSION_TAKEOVER,
                    MAX_KEEPALIVE);

    private LifeOptions() {}

    private static Option<Span> span(String name, String unlimited, String meaning) {
        return Option.of(
                name,
                "duration",
                Span.unlimited(unlimited),
                text -> Span.parse(text, unlimited),
                unlimited + ", or " + SPANS,
                meaning);
    }
}
