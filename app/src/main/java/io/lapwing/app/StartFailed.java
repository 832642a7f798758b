// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

/** Why the program cannot start: one line for the person who started it. */
final class StartFailed extends Exception {
    private static final long serialVersionUID = 1;

    StartFailed(String line) {
        super(line);
    }

    StartFailed(String line, Throwable cause) {
        super(line, cause);
    }
}
