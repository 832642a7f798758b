// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.broker;

import org.jspecify.annotations.NullMarked;
