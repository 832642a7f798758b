// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a session beside its subscriptions and messages.
 *
 * @param number of its queue and its records
 * @param awaySinceMillis when its client left, on the wall clock; 0 while it is here
 * @param sentTo no message of QoS 1 behind this number was sent; known once the client has left
 * @param willDelaySeconds how long after that its will is due
 * @param will null when there is none that is still to come
 * @param willVersion the version of the client that set it
 */
public record KeptSession(
        long number,
        @Nullable String userName,
        long expirySeconds,
        long awaySinceMillis,
        long sentTo,
        long willDelaySeconds,
        @Nullable Publish will,
        MqttVersion willVersion) {

    private static final int FORMAT = 1;
    private static final int HAS_USER = 1;
    private static final int HAS_WILL = 2;
    private static final int FIXED_BYTES = 3 + 5 * Long.BYTES;
    private static final MqttVersion[] VERSIONS = MqttVersion.values();

    public byte[] bytes() {
        byte[] user = userName == null ? new byte[0] : userName.getBytes(StandardCharsets.UTF_8);
        byte[] packet = will == null ? new byte[0] : PacketCodec.bytes(will, willVersion);
        int flags = (userName == null ? 0 : HAS_USER) | (will == null ? 0 : HAS_WILL);
        return ByteBuffer.allocate(FIXED_BYTES + Integer.BYTES + user.length + packet.length)
                .put((byte) FORMAT)
                .put((byte) flags)
                .put((byte) willVersion.ordinal())
                .putLong(number)
                .putLong(expirySeconds)
                .putLong(awaySinceMillis)
                .putLong(sentTo)
                .putLong(willDelaySeconds)
                .putInt(user.length)
                .put(user)
                .put(packet)
                .array();
    }

    public static KeptSession read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int format = in.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException("a session of format " + format);
        }
        int flags = in.get();
        MqttVersion version = VERSIONS[in.get()];
        long number = in.getLong();
        long expiry = in.getLong();
        long away = in.getLong();
        long sentTo = in.getLong();
        long delay = in.getLong();
        byte[] user = new byte[in.getInt()];
        in.get(user);
        return new KeptSession(
                number,
                (flags & HAS_USER) == 0 ? null : new String(user, StandardCharsets.UTF_8),
                expiry,
                away,
                sentTo,
                delay,
                (flags & HAS_WILL) == 0 ? null : will(bytes, in.position(), version),
                version);
    }

    private static Publish will(byte[] bytes, int from, MqttVersion version) {
        return (Publish) PacketCodec.read(bytes, from, bytes.length - from, version);
    }
}
