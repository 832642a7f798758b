// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

/** Where a subscription stands: at a filter of the tree, or in a shared group at one. */
sealed interface Place permits LevelNode, SharedGroup {}
