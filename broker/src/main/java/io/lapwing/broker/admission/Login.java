// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/** A client that was let in. */
public record Login(long atMillis, String address, int port, @Nullable String userName) {}
