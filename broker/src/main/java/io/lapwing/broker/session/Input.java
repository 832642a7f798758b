// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MalformedPacket;
import java.util.Arrays;

/**
 * The bytes a client sends, cut into packets where they lie. The beginning of a packet whose rest
 * has not come yet is carried over; the carry grows with what arrives, never by what the packet's
 * length promises, and is there only while it is needed.
 */
final class Input {
    private static final byte[] NOTHING = {};

    private final Connection connection;
    private byte[] carry = NOTHING;
    private int carried;
    private boolean consuming;

    Input(Connection connection) {
        this.connection = connection;
    }

    int bytesHeld() {
        return carried;
    }

    void onBytes(byte[] bytes, int length) {
        if (carried > 0) {
            append(bytes, 0, length);
            resume();
        } else {
            int consumed = consume(bytes, length);
            if (consumed < length && connection.isOpen()) {
                append(bytes, consumed, length - consumed);
            }
        }
    }

    /** Goes on with what is carried; called when the connection was not ready for it before. */
    void resume() {
        if (consuming || carried == 0) {
            return; // the loop that is under way goes on by itself
        }
        int consumed = consume(carry, carried);
        if (consumed >= carried || !connection.isOpen()) {
            drop();
        } else if (consumed > 0) {
            System.arraycopy(carry, consumed, carry, 0, carried - consumed);
            carried -= consumed;
        }
    }

    void drop() {
        carry = NOTHING;
        carried = 0;
    }

    /** Returns how many bytes belong to packets that are dealt with. */
    private int consume(byte[] bytes, int limit) {
        int at = 0;
        consuming = true;
        try {
            while (at < limit && connection.takesPackets()) {
                int length = nextPacket(bytes, at, limit);
                if (length < 0 || length > limit - at) {
                    break;
                }
                connection.onPacket(bytes, at, length);
                at += length;
            }
        } catch (MalformedPacket malformed) {
            Faults.malformed(connection, malformed);
        } catch (RuntimeException bug) {
            Faults.inPacket(connection, bug);
        } finally {
            consuming = false;
        }
        return at;
    }

    private int nextPacket(byte[] bytes, int at, int limit) {
        Limits limits = connection.worker().shared().limits;
        if (connection.awaitsConnect()) {
            Framing.checkFirst(bytes, at, limit);
            return Framing.packetLength(bytes, at, limit, limits.connectBytesMax());
        }
        int max =
                connection.isConnected()
                        ? connection.terms().packetBytesInMax()
                        : limits.connectBytesMax();
        return Framing.packetLength(bytes, at, limit, max);
    }

    private void append(byte[] more, int offset, int count) {
        if (carried + count > carry.length) {
            carry = Arrays.copyOf(carry, Math.max(carried + count, carry.length * 2));
        }
        System.arraycopy(more, offset, carry, carried, count);
        carried += count;
    }
}
