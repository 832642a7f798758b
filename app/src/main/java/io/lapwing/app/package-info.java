// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.app;

import org.jspecify.annotations.NullMarked;
