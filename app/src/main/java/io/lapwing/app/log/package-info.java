// SPDX-License-Identifier: Apache-2.0
/** Where log lines go: bounded, rotated, never in anybody's way. */
@NullMarked
package io.lapwing.app.log;

import org.jspecify.annotations.NullMarked;
