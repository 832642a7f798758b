// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/** Says which topics a client may use. Cheap, and never waits: workers call it. */
public interface Authorizer {
    /** Lets everybody do everything. */
    Authorizer UNRULED = new Unruled();

    /** True when every question would be answered with yes: then none needs to be asked. */
    boolean allowsEverything();

    /** Moves whenever an answer may be another than before; a yes is good while it stands still. */
    int version();

    Decision publish(Client client, String topic);

    /** The filter without a shared subscription's prefix. */
    Decision subscribe(Client client, String filter);
}
