// SPDX-License-Identifier: Apache-2.0
/** VerneMQ's webhooks: who may come in, publish and subscribe is asked of HTTP endpoints. */
@NullMarked
package io.lapwing.broker.admission.webhook;

import org.jspecify.annotations.NullMarked;
