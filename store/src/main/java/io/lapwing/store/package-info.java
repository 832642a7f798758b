// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.store;

import org.jspecify.annotations.NullMarked;
