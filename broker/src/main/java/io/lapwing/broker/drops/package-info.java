// SPDX-License-Identifier: Apache-2.0
/** The ledger of messages that were dropped on their way to a client: whose, why, how many. */
@NullMarked
package io.lapwing.broker.drops;

import org.jspecify.annotations.NullMarked;
