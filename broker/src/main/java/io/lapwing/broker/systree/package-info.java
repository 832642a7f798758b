// SPDX-License-Identifier: Apache-2.0
/** The server's numbers as messages below {@code $SYS}, for clients that watch a broker. */
@NullMarked
package io.lapwing.broker.systree;

import org.jspecify.annotations.NullMarked;
