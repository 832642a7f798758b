// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One certificate of the server's, with its key and the chain above it.
 *
 * @param ocsp the answer of its authority that it still stands; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ServerCertificate(Path file, List<X509Certificate> chain, PrivateKey key, byte[] ocsp) {
    private static final int FOLDER_FILES_MAX = 1_000;
    private static final String ENDING = ".pem";

    static ServerCertificate read(Path file, Path keyFile, String password, Path ocspFile)
            throws BadTlsFile {
        List<X509Certificate> chain = Pem.certificates(file);
        PrivateKey key = PrivateKeys.read(keyFile, password);
        if (!PrivateKeys.belong(key, chain.getFirst().getPublicKey())) {
            throw new BadTlsFile(keyFile, "its key does not belong to the certificate in " + file);
        }
        byte[] ocsp = TlsSettings.isNone(ocspFile) ? new byte[0] : Pem.bytes(ocspFile);
        return new ServerCertificate(file, chain, key, ocsp);
    }

    /** Every certificate of a folder: NAME.pem with NAME.key, and NAME.ocsp if there is one. */
    static List<ServerCertificate> folder(Path folder, String password) throws BadTlsFile {
        List<ServerCertificate> all = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(ENDING)) {
                String stem = name.substring(0, name.length() - ENDING.length());
                Path ocsp = folder.resolve(stem + ".ocsp");
                all.add(
                        read(
                                file,
                                folder.resolve(stem + ".key"),
                                password,
                                Files.exists(ocsp) ? ocsp : Path.of("")));
            }
        }
        return all;
    }

    /** The files of a folder by name; nothing where no folder is named. */
    static List<Path> files(Path folder) throws BadTlsFile {
        if (TlsSettings.isNone(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().limit(FOLDER_FILES_MAX).toList();
        } catch (IOException e) {
            throw BadTlsFile.unreadable(folder, e);
        }
    }

    /** When the first certificate of the chain ends. */
    Instant until() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    List<String> hosts() {
        return Subject.hosts(chain.getFirst());
    }
}
