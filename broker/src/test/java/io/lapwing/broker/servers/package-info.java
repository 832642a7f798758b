// SPDX-License-Identifier: Apache-2.0
/** Real servers from Debian's packages, started by the tests that ask them. */
@NullMarked
package io.lapwing.broker.servers;

import org.jspecify.annotations.NullMarked;
