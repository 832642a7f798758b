// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.util.List;

/**
 * How following one target's log goes.
 *
 * @param source as it was configured
 * @param trouble a sentence when it cannot be read now, or what is waited for; else empty
 * @param samples some of the newest lines that do not look like the format
 */
public record LogState(
        String target,
        String source,
        String trouble,
        long lines,
        long refusals,
        long unknown,
        List<String> samples) {}
