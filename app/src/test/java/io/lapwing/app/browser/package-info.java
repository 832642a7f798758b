// SPDX-License-Identifier: Apache-2.0
/** The page as an operator sees it: Chromium on the real program, with real refused devices. */
@NullMarked
package io.lapwing.app.browser;

import org.jspecify.annotations.NullMarked;
