// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.agent;

import org.jspecify.annotations.NullMarked;
