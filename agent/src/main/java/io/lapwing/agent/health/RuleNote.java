// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/** A line of a rule that runs, and what in it has no or another meaning here. */
public record RuleNote(String file, int line, String rule, String text) {}
