// SPDX-License-Identifier: Apache-2.0
/** The memory of the agent: one value a second for each dimension of each chart. */
@NullMarked
package io.lapwing.agent.series;

import org.jspecify.annotations.NullMarked;
