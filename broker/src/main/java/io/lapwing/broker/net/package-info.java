// SPDX-License-Identifier: Apache-2.0
/** The network under the broker's core, on Netty: event loops, listeners, sockets. */
@NullMarked
package io.lapwing.broker.net;

import org.jspecify.annotations.NullMarked;
