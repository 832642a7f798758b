// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.store.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Where an exchange of QoS 2 with a client stands (5.0 §4.3.3), under its packet id.
 *
 * @param incoming the client has published it, and not released it yet
 * @param message the number of the message we sent; 0 once the client has it, and PUBREL is owed
 */
public record KeptExchange(boolean incoming, int packetId, long message) {
    private static final byte IN = 'i';
    private static final byte OUT = 'o';
    private static final int KEY_BYTES = 3;
    private static final int IDS = 65_535;

    public void put(Write to, long session) {
        byte[] key = key();
        if (incoming) {
            to.put(KeptSpaces.EXCHANGES, session, key, 0, KEY_BYTES, 0);
        } else {
            to.put(KeptSpaces.EXCHANGES, session, key, 0, KEY_BYTES, Long.BYTES).int64(message);
        }
    }

    public void delete(Write from, long session) {
        from.delete(KeptSpaces.EXCHANGES, session, key(), 0, KEY_BYTES);
    }

    /**
     * In the order in which their packet ids were given out, as far as that can be told: the ids go
     * round, and the largest gap between two of them is where they begin.
     */
    public static List<KeptExchange> inOrder(List<KeptExchange> exchanges) {
        List<KeptExchange> sorted = new ArrayList<>(exchanges);
        sorted.sort(Comparator.comparingInt(KeptExchange::packetId));
        int first = 0;
        int widest = 0;
        for (int i = 0; i < sorted.size(); i++) {
            int before = sorted.get((i + sorted.size() - 1) % sorted.size()).packetId;
            int gap = Math.floorMod(sorted.get(i).packetId - before - 1, IDS) + 1;
            if (gap > widest) {
                widest = gap;
                first = i;
            }
        }
        Collections.rotate(sorted, -first);
        return sorted;
    }

    private byte[] key() {
        return new byte[] {incoming ? IN : OUT, (byte) (packetId >> 8), (byte) packetId};
    }

    public static KeptExchange read(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(key, Long.BYTES, KEY_BYTES);
        boolean incoming = in.get() == IN;
        int packetId = in.getShort() & 0xFFFF;
        return new KeptExchange(
                incoming, packetId, incoming ? 0 : ByteBuffer.wrap(value).getLong());
    }
}
