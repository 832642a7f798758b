// SPDX-License-Identifier: Apache-2.0
/** The HTTP API, the live stream and the delivery of the page. */
@NullMarked
package io.lapwing.web;

import org.jspecify.annotations.NullMarked;
