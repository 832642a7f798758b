// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which certificates their authorities took back. An authority without a list has taken none. */
final class Revocations {
    static final Revocations NONE = new Revocations(Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final Map<X500Principal, X509CRL> byAuthority;

    private Revocations(Map<X500Principal, X509CRL> byAuthority) {
        this.byAuthority = byAuthority;
    }

    /**
     * Reads the lists of a file. Each must be signed by an authority that is trusted; a list past
     * its date is used all the same, for the certificates it names stay revoked.
     */
    static Revocations read(Path file, List<X509Certificate> authorities) throws BadTlsFile {
        Map<X500Principal, X509CRL> byAuthority = new HashMap<>();
        for (X509CRL list : Pem.revocationLists(file)) {
            X500Principal issuer = list.getIssuerX500Principal();
            if (authorities.stream().noneMatch(each -> signed(list, each))) {
                throw new BadTlsFile(
                        file,
                        "the list of "
                                + issuer.getName()
                                + " is not signed by an authority of cafile");
            }
            Date next = list.getNextUpdate();
            if (next != null && next.toInstant().isBefore(Instant.now())) {
                LOG.warn(
                        "{}: the list of {} should have been replaced by {}; it is used on",
                        file,
                        issuer.getName(),
                        next.toInstant());
            }
            byAuthority.put(issuer, list);
        }
        return new Revocations(byAuthority);
    }

    /** When a certificate was revoked; null when it was not. */
    @Nullable Instant since(X509Certificate certificate) {
        X509CRL list = byAuthority.get(certificate.getIssuerX500Principal());
        if (list == null) {
            return null;
        }
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        return entry == null ? null : entry.getRevocationDate().toInstant();
    }

    private static boolean signed(X509CRL list, X509Certificate authority) {
        if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
