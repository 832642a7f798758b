// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.broker.refusals.Cause;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A client's certificate is not taken. */
@SuppressWarnings("serial") // never serialized
final class ClientCertificateRefused extends CertificateException {
    private final Cause cause;
    private final X509Certificate certificate;

    ClientCertificateRefused(Cause cause, X509Certificate certificate, String because) {
        super(because);
        this.cause = cause;
        this.certificate = certificate;
    }

    /** The cause of the refusal that it leads to. */
    Cause refusal() {
        return cause;
    }

    X509Certificate certificate() {
        return certificate;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this; // it is the client's doing, and nothing of ours to look into
    }
}
