// SPDX-License-Identifier: Apache-2.0
/** Users and rules in Redis, under VerneMQ's keys. */
@NullMarked
package io.lapwing.broker.admission.redis;

import org.jspecify.annotations.NullMarked;
