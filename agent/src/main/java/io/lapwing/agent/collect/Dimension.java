// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** One line of a chart. What is kept is the collected number times multiplier by divisor. */
public record Dimension(String id, String name, Algorithm algorithm, int multiplier, int divisor) {}
