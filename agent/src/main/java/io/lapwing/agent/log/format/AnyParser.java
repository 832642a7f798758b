// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets each format read until one has found a refusal; from then on the log is that one's. */
final class AnyParser implements LogParser {
    private List<LogParser> parsers;

    AnyParser(ZoneId zone) {
        parsers =
                List.of(
                        new VernemqParser(zone),
                        new EmqxParser(zone),
                        new HivemqParser(zone),
                        new MosquittoParser(zone));
    }

    @Override
    public @Nullable LogRefusal read(Line line) {
        for (LogParser parser : parsers) {
            LogRefusal found = parser.read(line);
            if (found != null) {
                parsers = List.of(parser);
                return found;
            }
        }
        return null;
    }

    @Override
    public boolean knows(Line line) {
        for (LogParser parser : parsers) {
            if (parser.knows(line)) {
                return true;
            }
        }
        return false;
    }
}
