// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

/** A handshake that is done, and with whom it must not go on. */
@SuppressWarnings("serial") // never serialized
public final class TlsRefused extends Exception {
    private final TlsFailure failure;

    TlsRefused(TlsFailure failure) {
        super(failure.because(), null, false, false);
        this.failure = failure;
    }

    public TlsFailure failure() {
        return failure;
    }
}
