// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

/** A listener could not be opened; the message says in one line which, where and why. */
@SuppressWarnings("serial") // never serialized
public final class CannotListen extends RuntimeException {
    CannotListen(String option, Bind where, Exception cause) {
        super("%s: cannot listen on %s: %s".formatted(option, where, why(cause)), cause);
    }

    private static String why(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return "the address is in use by another program";
        }
        if (message.contains("Cannot assign")) {
            return "this machine has no such address";
        }
        if (message.contains("ermission denied")) {
            return "this user has no right to the port; those below 1024 are for root";
        }
        return message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }
}
