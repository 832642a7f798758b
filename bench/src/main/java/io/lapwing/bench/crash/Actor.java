// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import java.io.IOException;
import java.net.ConnectException;

/** A client that acts in every round until the broker is killed, and remembers everything. */
abstract class Actor {
    final Ledger ledger;
    final String id;

    Actor(Ledger ledger, String id) {
        this.ledger = ledger;
        this.id = id;
    }

    /** Acts until the broker is gone, which throws. */
    abstract void act() throws IOException;

    /** Sees what it began to its end, on a broker that lives. */
    abstract void end() throws IOException;

    /** One round; the end of the broker is the end of it. */
    final void round() {
        try {
            act();
        } catch (ConnectException late) {
            ledger.count("connections that came too late");
        } catch (IOException gone) {
            ledger.count("connections that broke");
        } catch (RuntimeException fault) {
            ledger.fault(id + ": " + fault);
        }
    }
}
