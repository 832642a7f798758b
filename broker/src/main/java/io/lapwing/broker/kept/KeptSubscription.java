// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.store.Write;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One subscription of a session.
 *
 * @param options the options byte with the QoS that was granted (5.0 §3.8.3.1)
 * @param identifier 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // a filter on its way, never compared
public record KeptSubscription(byte[] filter, int options, int identifier) {
    private static final int VALUE_BYTES = 1 + Integer.BYTES;

    public void put(Write to, long session) {
        to.put(KeptSpaces.SUBSCRIPTIONS, session, filter, 0, filter.length, VALUE_BYTES)
                .octet(options)
                .int32(identifier);
    }

    public static void delete(Write from, long session, byte[] filter) {
        from.delete(KeptSpaces.SUBSCRIPTIONS, session, filter, 0, filter.length);
    }

    public static KeptSubscription read(byte[] key, byte[] value) {
        return new KeptSubscription(
                Arrays.copyOfRange(key, Long.BYTES, key.length),
                value[0],
                ByteBuffer.wrap(value).getInt(1));
    }
}
