// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one stream in one format. It may remember what lines before have said, and
 * belongs to whoever follows the stream. No line makes it fail.
 */
public interface LogParser {
    /** The refusal that the line tells; null when it is about something else. */
    @Nullable LogRefusal read(Line line);

    /** Whether the line has the shape that lines of this format have. */
    boolean knows(Line line);
}
