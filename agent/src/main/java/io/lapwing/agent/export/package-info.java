// SPDX-License-Identifier: Apache-2.0
/** Sends what is measured on to other systems: each destination has a queue of its own. */
@NullMarked
package io.lapwing.agent.export;

import org.jspecify.annotations.NullMarked;
