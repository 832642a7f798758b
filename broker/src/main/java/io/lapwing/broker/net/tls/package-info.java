// SPDX-License-Identifier: Apache-2.0
/** TLS of listeners: certificates, keys, whom they trust, and why a handshake failed. */
@NullMarked
package io.lapwing.broker.net.tls;

import org.jspecify.annotations.NullMarked;
