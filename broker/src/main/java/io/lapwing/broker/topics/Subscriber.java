// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Who wants messages: a session, as the trees see it. They hand its messages to its worker. */
public abstract class Subscriber {
    private static final VarHandle READINESS;

    static {
        try {
            READINESS =
                    MethodHandles.lookup().findVarHandle(Subscriber.class, "readiness", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How fast it would pass a message on; a shared group prefers the readiest. */
    public enum Readiness {
        /** Its client is not connected. */
        AWAY,
        /** Its client is connected, and messages wait for it. */
        BUSY,
        /** Its client would get a message at once. */
        READY
    }

    @SuppressWarnings("UnusedVariable") // read and written through READINESS
    private byte readiness;

    /** The index of the worker that owns it; never changes. */
    public abstract int worker();

    /** Whether what it is to get, above QoS 0, must be on disk before its publisher is answered. */
    public boolean isKept() {
        return false;
    }

    /** Says how ready it is. Its worker only; the others see it a little later. */
    protected final void readiness(Readiness now) {
        READINESS.setOpaque(this, (byte) now.ordinal());
    }

    final boolean isAway() {
        return (byte) READINESS.getOpaque(this) == Readiness.AWAY.ordinal();
    }

    final boolean isReady() {
        return (byte) READINESS.getOpaque(this) == Readiness.READY.ordinal();
    }
}
