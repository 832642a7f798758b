// SPDX-License-Identifier: Apache-2.0
/**
 * Who wants which topic: the tree of filters and the tree of retained messages. All workers read
 * both without a lock; a writer takes the tree's monitor for the few steps of one change. This is
 * the one structure of the broker that workers share.
 */
@NullMarked
package io.lapwing.broker.topics;

import org.jspecify.annotations.NullMarked;
