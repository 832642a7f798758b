// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.DiskFault;
import io.lapwing.base.Latest;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.admission.backend.BackEnds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the keys come from: a secret, a file, an address. A set is read again from time to time,
 * and at once when a token names a key that is not in it, but not more often than a bound allows.
 * What was read before stays in force while it cannot be read.
 */
final class KeySource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long REREAD_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int SET_BYTES_MAX = 1 << 20;
    private static final int SECRET_BYTES_MIN = 32;

    /**
     * @param failed why the set could not be read the last time; null when it could
     */
    private record Read(KeySet set, long atNanos, @Nullable String failed) {}

    private final String place;
    private final KeySet fixed;
    private final Clock clock;
    private final long refreshNanos;
    private final BackEnd backEnd;
    private final HttpClient client;
    private final Latest<Read> latest;
    private final Latest<Boolean> reading = new Latest<>(false);

    KeySource(Config config, BackEnds backEnds) {
        place = config.get(JwtOptions.JWKS);
        clock = backEnds.clock();
        refreshNanos = config.get(JwtOptions.JWKS_REFRESH).toNanos();
        backEnd = backEnds.open("jwks", new BackEnd.Lanes(2, PATIENCE));
        client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        fixed =
                KeySet.EMPTY
                        .with(secret(config.get(JwtOptions.SECRET)))
                        .with(publicKey(config.get(JwtOptions.PUBLIC_KEY)));
        latest = new Latest<>(new Read(fixed, clock.nanoTime(), null));
        if (place.isEmpty() && fixed.keys().isEmpty()) {
            throw new IllegalArgumentException(
                    "jwt.enabled = on: tokens cannot be checked without jwt.secret, jwt.public_key"
                            + " or jwt.jwks");
        }
        if (!place.isEmpty()) {
            readFirst();
        }
    }

    /** The keys as known now; a set that is old is read again meanwhile. */
    KeySet now() {
        Read read = latest.value();
        if (!place.isEmpty() && clock.nanoTime() - read.atNanos > refreshNanos) {
            reread(() -> {});
        }
        return read.set;
    }

    /** Why there may be keys that are not known; null when all of them are. */
    @Nullable String failed() {
        return latest.value().failed;
    }

    /** Whether it pays to read the set again: for a token that names a key that is not in it. */
    boolean mayHaveMore() {
        return !place.isEmpty() && clock.nanoTime() - latest.value().atNanos > REREAD_NANOS;
    }

    /** Reads the set again, then calls back; at once when it is being read already. */
    void reread(Runnable then) {
        if (!reading.replace(false, true)) {
            then.run();
            return;
        }
        backEnd.<KeySet>ask(
                this::read,
                outcome -> {
                    keep(outcome);
                    reading.set(false);
                    then.run();
                });
    }

    private void readFirst() {
        switch (backEnd.<KeySet>askHere(this::read)) {
            case BackEnd.Outcome.Answered<KeySet> answered -> keep(answered);
            case BackEnd.Outcome.Failed<KeySet> failed -> {
                if (!isAddress()) {
                    throw new IllegalArgumentException(
                            "jwt.jwks = " + place + ": " + failed.because());
                }
                LOG.warn("jwt.jwks: {}; tokens are taken as soon as it can be read", failed);
                keep(failed);
            }
        }
    }

    private void keep(BackEnd.Outcome<KeySet> outcome) {
        long now = clock.nanoTime();
        latest.change(before ->
                switch (outcome) {
                    case BackEnd.Outcome.Answered<KeySet>(KeySet set) -> new Read(set, now, null);
                    case BackEnd.Outcome.Failed<KeySet>(var cause, String because) ->
                            new Read(before.set, now, because);
                });
    }

    private KeySet read() throws BackEndFailed, InterruptedException {
        try {
            byte[] json = isAddress() ? fetched() : file();
            KeySet set = KeySet.parse(json);
            for (KeySet.Named each : fixed.keys()) {
                set = set.with(each.key());
            }
            return set;
        } catch (IllegalArgumentException e) {
            throw BackEndFailed.because("the keys at " + place + ": " + e.getMessage());
        } catch (IOException e) {
            String why = isAddress() ? String.valueOf(e.getMessage()) : DiskFault.why(e);
            throw BackEndFailed.because("the keys at " + place + " cannot be read: " + why);
        }
    }

    private byte[] fetched() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(place)).timeout(PATIENCE).GET().build();
        HttpResponse<byte[]> response =
                client.send(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), SET_BYTES_MAX));
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }

    private byte[] file() throws IOException {
        Path path = Path.of(place);
        if (Files.size(path) > SET_BYTES_MAX) {
            throw new IOException("it is larger than " + SET_BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(path);
    }

    private boolean isAddress() {
        return place.startsWith("http://") || place.startsWith("https://");
    }

    private static @Nullable SecretKey secret(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return null;
        }
        if (bytes.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "jwt.secret is shorter than " + SECRET_BYTES_MIN + " bytes (RFC 7518 §3.2)");
        }
        return new SecretKeySpec(bytes, "HMAC");
    }

    private static @Nullable PublicKey publicKey(Path path) {
        if (path.toString().isEmpty()) {
            return null;
        }
        try {
            String pem = Files.readString(path, StandardCharsets.US_ASCII);
            if (pem.contains("BEGIN CERTIFICATE")) {
                byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes))
                        .getPublicKey();
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return parsed(der);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "jwt.public_key = " + path + ": it is no public key in PEM", e);
        }
    }

    private static PublicKey parsed(byte[] der) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
