// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.ReasonCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of connections that we close, in VerneMQ's words where it has some. */
final class Goodbyes {
    private static final Logger LOG = LoggerFactory.getLogger("io.lapwing.broker.sessions");

    private Goodbyes() {}

    static void log(Connection client, ReasonCode reason, String because) {
        if (reason == ReasonCode.KEEP_ALIVE_TIMEOUT) {
            LOG.warn(
                    "client {} with username {} stopped due to keepalive expired",
                    client.name(),
                    SafeText.binary(client.terms().userName()));
        } else if (reason == ReasonCode.SERVER_SHUTTING_DOWN) {
            LOG.debug("client {} disconnected: {}", client.name(), because);
        } else {
            LOG.warn(
                    "session for {} stopped abnormally due to '{}' ({})",
                    client.name(),
                    reason.label(),
                    because);
        }
    }
}
