// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/** No rules: everything is allowed. */
final class Unruled implements Authorizer {
    @Override
    public boolean allowsEverything() {
        return true;
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public Decision publish(Client client, String topic) {
        return Decision.UNRULED;
    }

    @Override
    public Decision subscribe(Client client, String filter) {
        return Decision.UNRULED;
    }
}
