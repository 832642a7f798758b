// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.lapwing.web;

import org.jspecify.annotations.NullMarked;
