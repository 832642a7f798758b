// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.store.Clearing.Slice;

/** What the storage thread is handed. */
sealed interface Mail permits Mail.Read, Slice, Write {
    /** A read that must see all that was handed over before it. */
    record Read(Query query) implements Mail {}
}
