// SPDX-License-Identifier: Apache-2.0
/** A day of a broker in ten minutes: what is lost, what comes twice, and what grows. */
@NullMarked
package io.lapwing.bench.soak;

import org.jspecify.annotations.NullMarked;
