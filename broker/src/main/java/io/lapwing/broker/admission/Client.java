// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/** Who wants to publish or subscribe. */
public record Client(String clientId, @Nullable String userName) {}
