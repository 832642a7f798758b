// SPDX-License-Identifier: Apache-2.0
/** The logs of other brokers, followed wherever they are written. */
@NullMarked
package io.lapwing.agent.log;

import org.jspecify.annotations.NullMarked;
