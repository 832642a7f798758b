// SPDX-License-Identifier: Apache-2.0
/** Clients and their sessions as others may see them, and the ledger of how they left. */
@NullMarked
package io.lapwing.broker.clients;

import org.jspecify.annotations.NullMarked;
