// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

/** What a start prints for the person in front of it: where everything is. */
final class Banner {
    private Banner() {}

    static String of(Program program, Settings settings) {
        StringBuilder banner = new StringBuilder();
        banner.append("Lapwing ").append(Version.NUMBER).append('\n');
        line(banner, "data", "", settings.data().toString());
        return banner.toString();
    }

    private static void line(StringBuilder banner, String what, String name, String where) {
        banner.append(String.format("  %-5s %-14s %s%n", what, name, where));
    }
}
