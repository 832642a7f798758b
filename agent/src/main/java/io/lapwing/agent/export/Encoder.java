// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.util.Optional;

/** Makes batches in one destination's language. Owned by the exporter's thread. */
interface Encoder {
    /** All there is to tell of this second. */
    Batch encode(Source source, long atS);

    /** What is to be told when nothing more will come. */
    default Optional<Batch> farewell(long atS) {
        return Optional.empty();
    }
}
