// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;

/**
 * The keys that seal the sessions which clients keep and bring back: the newest seals, the one
 * before still opens. They are in memory only, and change twice in the life of a session.
 */
final class TicketKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenSslSessionTicketKey[] keys;

    private TicketKeys(OpenSslSessionTicketKey... keys) {
        this.keys = keys;
    }

    /** Keys that open nothing which was sealed before. */
    static TicketKeys fresh() {
        return new TicketKeys(key());
    }

    /** None at all: where BoringSSL does not run, or sessions are not resumed. */
    static TicketKeys none() {
        return new TicketKeys();
    }

    TicketKeys next() {
        return keys.length == 0 ? this : new TicketKeys(key(), keys[0]);
    }

    OpenSslSessionTicketKey[] keys() {
        return keys.clone();
    }

    private static OpenSslSessionTicketKey key() {
        return new OpenSslSessionTicketKey(
                random(OpenSslSessionTicketKey.NAME_SIZE),
                random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                random(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
