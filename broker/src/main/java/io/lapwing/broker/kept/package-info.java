// SPDX-License-Identifier: Apache-2.0
/** What the broker keeps on disk, and how it is written there; docs/formats/broker.md draws it. */
@NullMarked
package io.lapwing.broker.kept;

import org.jspecify.annotations.NullMarked;
