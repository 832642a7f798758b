// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

/** All that hangs at one filter: a single subscription, as almost always, or a table of them. */
sealed interface Wishes permits Subscription, Subscribers {}
