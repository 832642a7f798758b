// SPDX-License-Identifier: Apache-2.0
/** Who may ask what over HTTP: API keys, users with passwords, and their sessions. */
@NullMarked
package io.lapwing.web.access;

import org.jspecify.annotations.NullMarked;
