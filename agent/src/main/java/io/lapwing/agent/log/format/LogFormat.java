// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Whose log it is. */
public enum LogFormat {
    /** Found out by the first refusal that one of the others can read. */
    AUTO(AnyParser::new),
    /** VerneMQ 1.x and 2.x: console.log, as text and as JSON. */
    VERNEMQ(VernemqParser::new),
    /** Mosquitto, with any {@code log_timestamp_format}. */
    MOSQUITTO(MosquittoParser::new),
    /** EMQX 4 and 5: emqx.log, as text and as JSON. */
    EMQX(EmqxParser::new),
    /** HiveMQ: event.log. */
    HIVEMQ(HivemqParser::new);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Function<ZoneId, LogParser> parser;

    LogFormat(Function<ZoneId, LogParser> parser) {
        this.parser = parser;
    }

    public String word() {
        return word;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(LogFormat::word).toList();
    }

    /**
     * The format with this word.
     *
     * @throws IllegalArgumentException with those there are
     */
    public static LogFormat of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "must be one of " + String.join(", ", words())));
    }

    /**
     * A parser for one stream.
     *
     * @param zone of times that are written without one
     */
    public LogParser parser(ZoneId zone) {
        return parser.apply(zone);
    }
}
