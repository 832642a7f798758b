// SPDX-License-Identifier: Apache-2.0
/** What people have asked not to hear about, for a while. */
@NullMarked
package io.lapwing.agent.silence;

import org.jspecify.annotations.NullMarked;
