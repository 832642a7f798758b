// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of certificates, keys and lists of revoked ones, in their armour of text (RFC 7468). */
final class Pem {
    private static final long BYTES_MAX = 64 << 20;
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]{1,64})-----\\s([^-]*)-----END \\1-----", Pattern.DOTALL);

    /** One block: what it says it is, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Block(String label, byte[] bytes) {}

    private Pem() {}

    static byte[] bytes(Path file) throws BadTlsFile {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new BadTlsFile(file, "it is larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw BadTlsFile.unreadable(file, e);
        }
    }

    /** Every block; text around them is left out. */
    static List<Block> blocks(Path file) throws BadTlsFile {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String body = block.group(2);
            if (body.contains(":")) {
                throw new BadTlsFile(
                        file,
                        "its key is encrypted in OpenSSL's old way; write it anew with openssl"
                                + " pkcs8 -topk8 -in OLD -out NEW");
            }
            try {
                blocks.add(new Block(block.group(1), Base64.getMimeDecoder().decode(body)));
            } catch (IllegalArgumentException e) {
                throw new BadTlsFile(file, "a block of it is no Base64");
            }
        }
        return blocks;
    }

    /** The certificates in their order; at least one. */
    static List<X509Certificate> certificates(Path file) throws BadTlsFile {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.label.endsWith("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new ByteArrayInputStream(block.bytes)));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new BadTlsFile(file, "a certificate in it cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new BadTlsFile(file, "it holds no certificate in PEM");
        }
        return certificates;
    }

    /** The lists of revoked certificates, in PEM or as one in DER; at least one. */
    static List<X509CRL> revocationLists(Path file) throws BadTlsFile {
        List<byte[]> encoded = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.equals("X509 CRL")) {
                encoded.add(block.bytes);
            }
        }
        if (encoded.isEmpty()) {
            encoded.add(bytes(file));
        }
        List<X509CRL> lists = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] each : encoded) {
                CRL list = factory.generateCRL(new ByteArrayInputStream(each));
                lists.add((X509CRL) list);
            }
        } catch (GeneralSecurityException e) {
            throw new BadTlsFile(file, "it holds no list of revoked certificates (CRL)");
        }
        return lists;
    }
}
