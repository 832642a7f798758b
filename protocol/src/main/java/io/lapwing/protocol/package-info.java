// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.protocol;

import org.jspecify.annotations.NullMarked;
