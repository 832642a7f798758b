// SPDX-License-Identifier: Apache-2.0
/**
 * The broker's core, free of any network library: workers, the connections and sessions they own,
 * and the way of a message from one session to the others.
 */
@NullMarked
package io.lapwing.broker.session;

import org.jspecify.annotations.NullMarked;
