// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.store.Write;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A retained message: the PUBLISH as its publisher sent it.
 *
 * @param cameMillis when it came, on the wall clock
 * @param expirySeconds how long after that it is gone; -1 for never
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record KeptRetained(
        MqttVersion version, long cameMillis, long expirySeconds, byte[] packet) {
    private static final int FIXED_BYTES = 1 + 2 * Long.BYTES;
    private static final MqttVersion[] VERSIONS = MqttVersion.values();

    public void put(Write to, byte[] topic) {
        to.put(KeptSpaces.RETAINED, topic, FIXED_BYTES + packet.length)
                .octet(version.ordinal())
                .int64(cameMillis)
                .int64(expirySeconds)
                .bytes(packet, 0, packet.length);
    }

    public static KeptRetained read(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new KeptRetained(
                VERSIONS[in.get()],
                in.getLong(),
                in.getLong(),
                Arrays.copyOfRange(value, FIXED_BYTES, value.length));
    }
}
