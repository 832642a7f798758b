// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import org.jspecify.annotations.Nullable;

/** The two formats in which metrics are scraped, and which of them a request asks for. */
public enum Exposition {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String NAME = "application/openmetrics-text";

    private final String type;

    Exposition(String type) {
        this.type = type;
    }

    public String type() {
        return type;
    }

    /** By the header Accept: OpenMetrics when it is named and nothing is liked better. */
    public static Exposition of(@Nullable String accept) {
        if (accept == null) {
            return PROMETHEUS;
        }
        double open = 0;
        double plain = 0;
        for (String each : accept.split(",")) {
            String[] parts = each.strip().split("\\s*;\\s*");
            if (parts[0].equalsIgnoreCase(NAME) && isKnownVersion(parts)) {
                open = Math.max(open, quality(parts));
            } else if (parts[0].equalsIgnoreCase("text/plain")) {
                plain = Math.max(plain, quality(parts));
            }
        }
        return open > 0 && open >= plain ? OPENMETRICS : PROMETHEUS;
    }

    private static boolean isKnownVersion(String... parts) {
        for (String part : parts) {
            if (part.startsWith("version=")) {
                return part.equals("version=1.0.0") || part.equals("version=0.0.1");
            }
        }
        return true;
    }

    private static double quality(String... parts) {
        for (String part : parts) {
            if (part.matches("q=[01](\\.[0-9]{0,3})?")) {
                return Double.parseDouble(part.substring(2));
            }
        }
        return 1;
    }
}
