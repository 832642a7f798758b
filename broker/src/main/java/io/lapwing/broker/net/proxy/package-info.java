// SPDX-License-Identifier: Apache-2.0
/** Clients behind a proxy that says who they are: the PROXY protocol and X-Forwarded-For. */
@NullMarked
package io.lapwing.broker.net.proxy;

import org.jspecify.annotations.NullMarked;
