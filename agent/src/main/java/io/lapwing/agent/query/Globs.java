// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of patterns in Netdata's manner: {@code *} stands for anything, {@code !} in front
 * excludes, and the first pattern that fits decides.
 */
public final class Globs {
    /** What a list says about a text. */
    public enum Match {
        TAKEN,
        EXCLUDED,
        UNMENTIONED
    }

    private record Glob(String text, boolean excludes) {}

    private final List<Glob> globs = new ArrayList<>();

    private Globs(String[] patterns) {
        for (String each : patterns) {
            String text = each.strip();
            if (!text.isEmpty()) {
                boolean excludes = text.startsWith("!");
                globs.add(new Glob(excludes ? text.substring(1).strip() : text, excludes));
            }
        }
    }

    /** Patterns with bars or commas between, so that they may hold blanks. */
    public static Globs listed(String patterns) {
        return new Globs(patterns.split("[|,]"));
    }

    /** Patterns with blanks between. */
    public static Globs words(String patterns) {
        return new Globs(patterns.split("\\s+"));
    }

    public boolean isEmpty() {
        return globs.isEmpty();
    }

    public boolean takes(String text) {
        return match(text) == Match.TAKEN;
    }

    public Match match(String text) {
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
