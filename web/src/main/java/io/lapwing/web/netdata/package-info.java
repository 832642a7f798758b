// SPDX-License-Identifier: Apache-2.0
/** Answers of Netdata's API, version 1, that ask for all charts at once, and its badges. */
@NullMarked
package io.lapwing.web.netdata;

import org.jspecify.annotations.NullMarked;
