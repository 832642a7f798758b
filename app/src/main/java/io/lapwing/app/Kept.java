// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.store.Layout;
import java.util.List;

/** What all rooms together keep in the store. */
final class Kept {
    /** The version rises with each change of a format, and a migration comes with it. */
    private static final int VERSION = 1;

    static final Layout LAYOUT = new Layout(VERSION, KeptSpaces.ALL, List.of());

    private Kept() {}
}
