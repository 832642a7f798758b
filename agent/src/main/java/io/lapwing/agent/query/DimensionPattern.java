// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import io.lapwing.agent.collect.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which dimensions a list of patterns takes. {@code *} stands for anything, {@code !} in front
 * excludes, the first pattern that fits decides, bars or commas stand between. Id and name are both
 * tried: a dimension that either of them excludes is out, one that either takes is in.
 */
public final class DimensionPattern {
    private enum Match {
        TAKEN,
        EXCLUDED,
        UNMENTIONED
    }

    private record Glob(String text, boolean excludes) {}

    private final List<Glob> globs = new ArrayList<>();
    private final boolean all;
    private final boolean ids;
    private final boolean names;

    private DimensionPattern(String patterns, Set<DataOption> options) {
        for (String each : patterns.split("[|,]")) {
            String text = each.strip();
            if (!text.isEmpty()) {
                boolean excludes = text.startsWith("!");
                globs.add(new Glob(excludes ? text.substring(1).strip() : text, excludes));
            }
        }
        all = globs.isEmpty();
        ids = options.contains(DataOption.MATCH_IDS) || !options.contains(DataOption.MATCH_NAMES);
        names = options.contains(DataOption.MATCH_NAMES) || !options.contains(DataOption.MATCH_IDS);
    }

    public static DimensionPattern of(String patterns, Set<DataOption> options) {
        return new DimensionPattern(patterns, options);
    }

    public boolean takes(Dimension dimension) {
        if (all) {
            return true;
        }
        Match id = ids ? match(dimension.id()) : Match.UNMENTIONED;
        Match name = names ? match(dimension.name()) : Match.UNMENTIONED;
        boolean excluded = id == Match.EXCLUDED || name == Match.EXCLUDED;
        return !excluded && (id == Match.TAKEN || name == Match.TAKEN);
    }

    private Match match(String text) {
        for (Glob glob : globs) {
            if (fits(glob.text, text)) {
                return glob.excludes ? Match.EXCLUDED : Match.TAKEN;
            }
        }
        return Match.UNMENTIONED;
    }

    /** Without backtracking past the last star, so a long pattern cannot take long. */
    private static boolean fits(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                starText = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
