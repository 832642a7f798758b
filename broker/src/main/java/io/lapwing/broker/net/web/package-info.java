// SPDX-License-Identifier: Apache-2.0
/** MQTT over WebSocket (RFC 6455): the HTTP request that begins it, and its frames. */
@NullMarked
package io.lapwing.broker.net.web;

import org.jspecify.annotations.NullMarked;
