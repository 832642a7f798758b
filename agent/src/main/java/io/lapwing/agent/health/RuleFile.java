// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.List;

/** What a rule file held: the rules that can run, and those that cannot. */
record RuleFile(List<CompiledRule> rules, List<FailedRule> failed) {}
