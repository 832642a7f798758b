// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/**
 * Says which topics a client may use. Cheap, and never waits: workers call it. What it leaves
 * undecided the next one is asked, and in the end nobody has allowed. Plug-ins are found by
 * ServiceLoader.
 */
public interface Authorizer {
    /** True when every question would be answered with yes: then none needs to be asked. */
    default boolean allowsEverything() {
        return false;
    }

    /** Rises whenever an answer may be another than before; a yes is good while it stands still. */
    int version();

    Decision publish(Client client, String topic);

    /** The filter without a shared subscription's prefix. */
    Decision subscribe(Client client, String filter);
}
