// SPDX-License-Identifier: Apache-2.0
/** Answers questions about the past of a chart. */
@NullMarked
package io.lapwing.agent.query;

import org.jspecify.annotations.NullMarked;
