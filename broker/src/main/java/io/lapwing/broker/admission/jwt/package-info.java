// SPDX-License-Identifier: Apache-2.0
/** Signed tokens (JWT, RFC 7519) say who a client is and what it may do. */
@NullMarked
package io.lapwing.broker.admission.jwt;

import org.jspecify.annotations.NullMarked;
