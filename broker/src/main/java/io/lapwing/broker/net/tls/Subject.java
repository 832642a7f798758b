// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.broker.admission.Identity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Whom a certificate names. */
final class Subject {
    private static final int DNS_NAME = 2;

    /** Alternative names that are text: mail address, DNS name, URI. */
    private static final Set<Integer> TEXTS = Set.of(1, DNS_NAME, 6);

    private Subject() {}

    /** As text, the most specific part first: {@code CN=pump-7,O=Plant}. */
    static String of(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /**
     * What the client is known as.
     *
     * @param part cn, san or subject: what stands for the user name; null for none
     */
    static Identity identity(X509Certificate certificate, @Nullable String part) {
        String user =
                switch (part) {
                    case "cn" -> commonName(certificate);
                    case "san" -> firstAlternative(certificate);
                    case "subject" -> of(certificate);
                    case null, default -> null;
                };
        boolean usable = user != null && !user.isBlank();
        return new Identity(of(certificate), usable ? user : null, "client certificate");
    }

    /** The names that a server's certificate is good for, in small letters. */
    static List<String> hosts(X509Certificate certificate) {
        List<String> hosts =
                alternatives(certificate).stream()
                        .filter(each -> each.getFirst().equals(DNS_NAME))
                        .map(each -> String.valueOf(each.get(1)).toLowerCase(Locale.ROOT))
                        .toList();
        String common = commonName(certificate);
        return hosts.isEmpty() && common != null ? List.of(common.toLowerCase(Locale.ROOT)) : hosts;
    }

    private static @Nullable String commonName(X509Certificate certificate) {
        try {
            List<Rdn> parts = new LdapName(of(certificate)).getRdns();
            for (Rdn part : parts.reversed()) {
                if (part.getType().equalsIgnoreCase("CN")
                        && part.getValue() instanceof String name) {
                    return name;
                }
            }
        } catch (InvalidNameException e) {
            return null; // a subject that is no name names nobody
        }
        return null;
    }

    private static @Nullable String firstAlternative(X509Certificate certificate) {
        return alternatives(certificate).stream()
                .filter(each -> each.getFirst() instanceof Integer kind && TEXTS.contains(kind))
                .map(each -> String.valueOf(each.get(1)))
                .findFirst()
                .orElse(null);
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
