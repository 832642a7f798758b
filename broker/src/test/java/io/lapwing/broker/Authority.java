// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Issues certificates for a test, with OpenSSL, in a folder of its own. */
final class Authority {
    private static final String CONFIGURATION =
            """
            [ca]
            default_ca = here
            [here]
            database = index.txt
            serial = serial
            new_certs_dir = .
            certificate = ca.pem
            private_key = ca.key
            default_md = sha256
            default_days = 365
            default_crl_days = 30
            policy = any
            copy_extensions = copy
            unique_subject = no
            [any]
            organizationName = optional
            commonName = optional
            """;

    private final Path folder;

    /** A certificate and its key, in PEM. */
    record Issued(Path certificate, Path key) {}

    Authority(Path folder, String name) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("index.txt"), "");
            Files.writeString(folder.resolve("serial"), "1000\n");
            Files.writeString(folder.resolve("ca.conf"), CONFIGURATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "365",
                "-subj",
                "/CN=" + name,
                "-addext",
                "basicConstraints=critical,CA:TRUE");
    }

    Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** A certificate for this subject, such as {@code /O=Plant/CN=pump-7}. */
    Issued issue(String file, String subject, String... alternativeNames) {
        return issue(file, subject, List.of("-days", "90"), alternativeNames);
    }

    /** A certificate that ended a year ago. */
    Issued issueExpired(String file, String subject) {
        return issue(
                file,
                subject,
                List.of("-startdate", "20230101000000Z", "-enddate", "20240101000000Z"));
    }

    void revoke(Issued issued) {
        openssl("ca", "-config", "ca.conf", "-batch", "-revoke", issued.certificate.toString());
    }

    /** The list of what was revoked up to now. */
    Path revocationList() {
        openssl("ca", "-config", "ca.conf", "-gencrl", "-out", "crl.pem");
        return folder.resolve("crl.pem");
    }

    /** Runs OpenSSL in the folder of this authority. */
    String openssl(String... words) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        return run(command, "");
    }

    /** Runs a program in the folder of this authority until it ends, and returns what it said. */
    String run(List<String> command, String input) {
        try {
            Path output = Files.createTempFile(folder, "said", ".txt");
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try (var in = process.outputWriter()) {
                in.write(input);
            }
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end: " + Files.readString(output));
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Issued issue(
            String file, String subject, List<String> dates, String... alternativeNames) {
        List<String> request =
                new ArrayList<>(
                        List.of(
                                "req",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-keyout",
                                file + ".key",
                                "-out",
                                file + ".csr",
                                "-subj",
                                subject));
        if (alternativeNames.length > 0) {
            request.addAll(
                    List.of("-addext", "subjectAltName=" + String.join(",", alternativeNames)));
        }
        openssl(request.toArray(String[]::new));
        List<String> signing =
                new ArrayList<>(
                        List.of(
                                "ca",
                                "-config",
                                "ca.conf",
                                "-batch",
                                "-notext",
                                "-in",
                                file + ".csr",
                                "-out",
                                file + ".pem"));
        signing.addAll(dates);
        String said = openssl(signing.toArray(String[]::new));
        Issued issued = new Issued(folder.resolve(file + ".pem"), folder.resolve(file + ".key"));
        if (!Files.exists(issued.certificate)) {
            throw new AssertionError("openssl issued nothing: " + said);
        }
        return issued;
    }
}
