// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** What becomes of a collected number before it is kept. */
public enum Algorithm {
    /** Kept as it is. */
    ABSOLUTE("absolute"),
    /** A counter: what was added since the sample before is kept. */
    INCREMENTAL("incremental");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
