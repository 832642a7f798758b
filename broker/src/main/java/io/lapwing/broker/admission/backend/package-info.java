// SPDX-License-Identifier: Apache-2.0
/** What all checks have in common that ask another program: bounds, time, and a circuit breaker. */
@NullMarked
package io.lapwing.broker.admission.backend;

import org.jspecify.annotations.NullMarked;
