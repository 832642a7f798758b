// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

/** What is asked did not answer, or not in a way that can be understood. Says why in one clause. */
public final class BackEndFailed extends Exception {
    private final boolean late;

    private BackEndFailed(String because, boolean late) {
        super(because, null, false, false);
        this.late = late;
    }

    public static BackEndFailed because(String because) {
        return new BackEndFailed(because, false);
    }

    /** It may have worked, but not in time. */
    public static BackEndFailed late(String because) {
        return new BackEndFailed(because, true);
    }

    boolean isLate() {
        return late;
    }

    String because() {
        return String.valueOf(getMessage());
    }
}
