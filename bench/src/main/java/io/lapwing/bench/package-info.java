// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.bench;

import org.jspecify.annotations.NullMarked;
