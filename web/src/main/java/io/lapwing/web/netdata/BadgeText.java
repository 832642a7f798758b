// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import java.util.Locale;

/** The picture itself: a label and a value, each on its colour. */
record BadgeText(
        String label,
        String value,
        String labelColour,
        String valueColour,
        String labelTextColour,
        String valueTextColour) {
    /** As many places as the size of the value needs. */
    static final int AUTOMATIC = -1;

    private static final double HEIGHT = 20;
    private static final double BASELINE = 14;
    private static final double PADDING = 12;

    /** Wide letters, the others, and narrow ones, at a size of 11. */
    private static final double WIDE = 9;

    private static final double LETTER = 6.6;
    private static final double NARROW = 4;

    /** A value with its units, as they are read aloud. */
    static String value(double value, String units, int precision) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return switch (units) {
            case "on/off" -> value != 0 ? "on" : "off";
            case "up/down" -> value != 0 ? "up" : "down";
            case "ok/error" -> value != 0 ? "ok" : "error";
            case "ok/failed" -> value != 0 ? "ok" : "failed";
            case "", "null", "empty" -> number(value, precision);
            case "%", "percentage" -> number(value, precision) + '%';
            default -> number(value, precision) + ' ' + units;
        };
    }

    String svg(double scale, int fixedLabelWidth, int fixedValueWidth) {
        double left = fixedLabelWidth > 0 ? fixedLabelWidth : width(label) + PADDING;
        double right = fixedValueWidth > 0 ? fixedValueWidth : width(value) + PADDING;
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" \
        role="img" aria-label="%s: %s">
        <rect width="%s" height="%s" rx="3" fill="#%s"/>
        <path d="M%s 0h%sa3 3 0 0 1 3 3v%sa3 3 0 0 1-3 3h-%sz" fill="#%s"/>
        <g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
        <text x="%s" y="%s" fill="#%s">%s</text>
        <text x="%s" y="%s" fill="#%s">%s</text>
        </g>
        </svg>
        """
                .formatted(
                        round((left + right) * scale),
                        round(HEIGHT * scale),
                        round(left + right),
                        round(HEIGHT),
                        escaped(label),
                        escaped(value),
                        round(left + right),
                        round(HEIGHT),
                        labelColour,
                        round(left),
                        round(right - 3),
                        round(HEIGHT - 6),
                        round(right - 3),
                        valueColour,
                        round(left / 2),
                        round(BASELINE),
                        labelTextColour,
                        escaped(label),
                        round(left + right / 2),
                        round(BASELINE),
                        valueTextColour,
                        escaped(value));
    }

    private static String number(double value, int precision) {
        if (precision >= 0) {
            return String.format(Locale.ROOT, "%." + precision + "f", value);
        }
        double size = Math.abs(value);
        int places = size > 1_000 ? 0 : size > 100 ? 1 : size > 1 ? 2 : size > 0.1 ? 3 : 4;
        String text = String.format(Locale.ROOT, "%." + places + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+$", "");
    }

    private static double width(String text) {
        double width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("mwMW%@".indexOf(c) >= 0 || c > 0x7F) {
                width += WIDE;
            } else {
                width += "ijl.,:;|! '()1".indexOf(c) >= 0 ? NARROW : LETTER;
            }
        }
        return width;
    }

    private static String round(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
