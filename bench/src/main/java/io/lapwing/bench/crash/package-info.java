// SPDX-License-Identifier: Apache-2.0
/** Kills the broker again and again under load, and looks whether it kept what it promised. */
@NullMarked
package io.lapwing.bench.crash;

import org.jspecify.annotations.NullMarked;
