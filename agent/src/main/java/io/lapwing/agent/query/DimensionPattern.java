// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.query.Globs.Match;
import java.util.Set;

/**
 * Which dimensions a list of patterns takes, bars or commas between. Id and name are both tried: a
 * dimension that either of them excludes is out, one that either takes is in.
 */
public final class DimensionPattern {
    private final Globs globs;
    private final boolean ids;
    private final boolean names;

    private DimensionPattern(String patterns, Set<DataOption> options) {
        globs = Globs.listed(patterns);
        ids = options.contains(DataOption.MATCH_IDS) || !options.contains(DataOption.MATCH_NAMES);
        names = options.contains(DataOption.MATCH_NAMES) || !options.contains(DataOption.MATCH_IDS);
    }

    public static DimensionPattern of(String patterns, Set<DataOption> options) {
        return new DimensionPattern(patterns, options);
    }

    public boolean takes(Dimension dimension) {
        if (globs.isEmpty()) {
            return true;
        }
        Match id = ids ? globs.match(dimension.id()) : Match.UNMENTIONED;
        Match name = names ? globs.match(dimension.name()) : Match.UNMENTIONED;
        boolean excluded = id == Match.EXCLUDED || name == Match.EXCLUDED;
        return !excluded && (id == Match.TAKEN || name == Match.TAKEN);
    }
}
