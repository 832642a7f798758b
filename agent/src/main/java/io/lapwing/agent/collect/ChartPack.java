// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.List;

/**
 * The charts of one kind of program, as a list.
 *
 * @param type what the ids of its charts begin with, before the dot
 * @param module what its contexts begin with, before the dot
 * @param priority of its first chart; the others follow
 */
public record ChartPack(String type, String module, int priority, List<ChartTemplate> templates) {}
