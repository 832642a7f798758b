// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import org.jspecify.annotations.Nullable;

/** Text of a client's as one word of a command that somebody will paste into a shell. */
final class ShellWord {
    private ShellWord() {}

    /**
     * Null when no quoting makes it safe to paste: control characters, or the look of an option.
     */
    static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.matches("[A-Za-z0-9_./@:+][A-Za-z0-9_.@:/+-]*")) {
            return text;
        }
        boolean printable =
                text.codePoints()
                        .allMatch(point ->
                                switch (Character.getType(point)) {
                                    case Character.CONTROL,
                                            Character.FORMAT,
                                            Character.SURROGATE,
                                            Character.PRIVATE_USE,
                                            Character.UNASSIGNED,
                                            Character.LINE_SEPARATOR,
                                            Character.PARAGRAPH_SEPARATOR ->
                                            false;
                                    default -> true;
                                });
        if (!printable || text.isEmpty() || text.startsWith("-")) {
            return null;
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
