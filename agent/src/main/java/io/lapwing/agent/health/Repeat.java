// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/** After how many seconds a raised alert is told again; 0 for never. */
public record Repeat(int warningS, int criticalS) {
    static final Repeat OFF = new Repeat(0, 0);
}
