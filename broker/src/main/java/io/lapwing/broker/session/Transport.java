// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

/** The network side of one connection. Only the worker that owns the connection calls it. */
public interface Transport {
    /** Hands bytes to the network; they are copied before it returns. */
    void write(byte[] bytes, int length);

    /**
     * False while more output waits than the network takes; {@link Connection#onWritable} ends it.
     */
    boolean isWritable();

    /** Whether the peer took bytes within about the last second. */
    boolean takesBytes();

    /** Starts or stops reading from the peer. */
    void read(boolean on);

    /** Sends FIN behind what was written; what the peer still sends is read and thrown away. */
    void finish();

    /** Closes the socket as soon as what was written is with the network. */
    void closeWhenWritten();

    /** Closes the socket now. */
    void close();

    /** Moves the socket to another worker's loop, then runs the task there. */
    void moveTo(Worker worker, Runnable then);
}
