// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import java.util.Locale;

/** Whether a client that has a session is there now. */
public enum ClientState {
    CONNECTED,
    OFFLINE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
