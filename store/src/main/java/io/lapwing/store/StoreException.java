// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

/** The disk or what is on it is not as it must be. The message tells people what and what to do. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message, which is never missing. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
