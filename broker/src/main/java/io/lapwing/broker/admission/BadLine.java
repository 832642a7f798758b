// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/** A line of a file that was left out, and why. */
record BadLine(int number, String problem) {}
