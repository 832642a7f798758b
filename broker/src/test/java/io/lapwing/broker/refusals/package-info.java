// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.broker.refusals;

import org.jspecify.annotations.NullMarked;
