// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/**
 * Where a rule stands.
 *
 * @param file the file's name
 * @param line of the rule's first line
 * @param text of the whole rule
 */
public record Source(String file, int line, String text) {}
