// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.base;

import org.jspecify.annotations.NullMarked;
