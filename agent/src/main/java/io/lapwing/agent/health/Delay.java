// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/** How long a notification waits after a change for the worse or the better. */
public record Delay(int upS, int downS, double multiplier, int maxS) {}
