// SPDX-License-Identifier: Apache-2.0
/** Reads targets once a second and says which charts their metrics make. */
@NullMarked
package io.lapwing.agent.collect;

import org.jspecify.annotations.NullMarked;
