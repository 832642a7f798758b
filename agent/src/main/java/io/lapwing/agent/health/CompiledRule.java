// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import org.jspecify.annotations.Nullable;

/** A rule with its expressions parsed. */
record CompiledRule(
        Rule rule,
        @Nullable Expression calc,
        @Nullable Expression warn,
        @Nullable Expression crit) {}
