// SPDX-License-Identifier: Apache-2.0
/** How brokers write their logs: each format's lines, read for connections that were refused. */
@NullMarked
package io.lapwing.agent.log.format;

import org.jspecify.annotations.NullMarked;
