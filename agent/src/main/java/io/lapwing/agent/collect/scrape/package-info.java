// SPDX-License-Identifier: Apache-2.0
/** Asks other programs for their metrics and reads what they answer. */
@NullMarked
package io.lapwing.agent.collect.scrape;

import org.jspecify.annotations.NullMarked;
