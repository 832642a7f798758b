// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.broker.systree;

import org.jspecify.annotations.NullMarked;
