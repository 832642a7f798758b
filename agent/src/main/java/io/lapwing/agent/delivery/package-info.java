// SPDX-License-Identifier: Apache-2.0
/** How what leaves for other programs is posted, and why it did not arrive. */
@NullMarked
package io.lapwing.agent.delivery;

import org.jspecify.annotations.NullMarked;
