// SPDX-License-Identifier: Apache-2.0
/** Rules in Netdata's language, the alerts they make, and the transitions of those. */
@NullMarked
package io.lapwing.agent.health;

import org.jspecify.annotations.NullMarked;
