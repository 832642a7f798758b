// SPDX-License-Identifier: Apache-2.0
/**
 * Requests in, answers out: what every endpoint shares. The only place that knows the server's
 * library.
 */
@NullMarked
package io.lapwing.web.http;

import org.jspecify.annotations.NullMarked;
