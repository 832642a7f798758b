// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.broker.admission;

import org.jspecify.annotations.NullMarked;
