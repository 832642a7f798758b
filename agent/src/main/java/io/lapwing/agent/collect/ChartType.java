// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** How a chart is drawn unless its viewer says otherwise. */
public enum ChartType {
    LINE("line"),
    AREA("area"),
    STACKED("stacked");

    private final String word;

    ChartType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
