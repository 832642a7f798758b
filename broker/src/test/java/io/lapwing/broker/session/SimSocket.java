// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Origin;
import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket in memory: the broker's end is a transport, the client's end is in a test's hands. */
final class SimSocket implements Transport {
    private Worker worker;
    private final Connection connection;
    private final ByteArrayOutputStream toBroker = new ByteArrayOutputStream();
    private byte[] toClient = new byte[0];
    private boolean read = true;
    private boolean writable = true;
    private boolean closed;

    SimSocket(Worker worker, Listening listening) {
        this.worker = worker;
        this.connection = new Connection(worker, this, listening, Origin.of("192.0.2.1", 50_000));
        connection.onOpen();
    }

    boolean isClosed() {
        return closed;
    }

    /** The client sends a packet; it arrives with {@link #arrive}. */
    void send(Packet packet, MqttVersion version) {
        toBroker.writeBytes(PacketCodec.bytes(packet, version));
    }

    /** The broker reads what was sent, if it reads. */
    void arrive() {
        if (read && !closed && toBroker.size() > 0) {
            byte[] bytes = toBroker.toByteArray();
            toBroker.reset();
            connection.onRead(bytes, bytes.length);
        }
    }

    /** The client's next packet; null when there is none yet. */
    @Nullable Packet next(MqttVersion version) {
        int length = Framing.packetLength(toClient, 0, toClient.length, Integer.MAX_VALUE);
        if (length < 0 || length > toClient.length) {
            return null;
        }
        Packet packet = PacketCodec.read(toClient, 0, length, version);
        toClient = Arrays.copyOfRange(toClient, length, toClient.length);
        return packet;
    }

    /** The network breaks: what was under way is lost, in both directions. */
    void lose() {
        if (!closed) {
            closed = true;
            toClient = new byte[0];
            connection.onClosed();
        }
    }

    /** Whether the network takes more from the broker. */
    void takes(boolean more) {
        boolean again = more && !writable;
        writable = more;
        if (again && !closed) {
            connection.onWritable();
        }
    }

    @Override
    public void write(byte[] bytes, int length) {
        if (!closed) {
            int before = toClient.length;
            toClient = Arrays.copyOf(toClient, before + length);
            System.arraycopy(bytes, 0, toClient, before, length);
        }
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public boolean takesBytes() {
        return writable;
    }

    @Override
    public void read(boolean on) {
        read = on;
    }

    @Override
    public void finish() {
        close();
    }

    @Override
    public void closeWhenWritten() {
        close();
    }

    @Override
    public void close() {
        worker.loop()
                .execute(() -> {
                    if (!closed) {
                        closed = true;
                        connection.onClosed();
                    }
                });
    }

    @Override
    public void moveTo(Worker target, Runnable then) {
        worker = target;
        target.loop().execute(then);
    }
}
