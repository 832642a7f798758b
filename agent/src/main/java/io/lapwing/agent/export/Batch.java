// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

/**
 * What is sent at once.
 *
 * @param samples how many numbers it holds
 */
record Batch(byte[] bytes, int samples) {}
