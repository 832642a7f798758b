// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import java.io.IOException;

/** One participant of the soak. It acts until the show is over, then looks whether all came. */
interface Actor {
    void act() throws IOException, InterruptedException;
}
