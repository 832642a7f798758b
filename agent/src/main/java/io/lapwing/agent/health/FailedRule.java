// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/**
 * A rule that is off because it cannot be understood, with the line that is at fault; line 0 stands
 * for all rules of a file or folder.
 */
public record FailedRule(String file, int line, String name, String error) {}
