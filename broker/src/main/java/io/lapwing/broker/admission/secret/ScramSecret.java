// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SCRAM-SHA-256 keeps of a password (RFC 5802 §3, RFC 7677): enough to see that a client knows
 * it, and to prove that the server knows it too, but not enough to log in with. In a file it is
 * {@code SCRAM-SHA-256$iterations:salt$storedKey:serverKey}, the three in Base64.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches and text only
public record ScramSecret(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
        implements Secret {
    public static final String KIND = "SCRAM-SHA-256";

    /** RFC 7677 §4 asks for no less. */
    public static final int ITERATIONS = 4_096;

    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** What is left to compare with when the last user with such a secret goes. */
    public static final ScramSecret NOBODY =
            new ScramSecret(
                    ITERATIONS, new byte[SALT_BYTES], new byte[KEY_BYTES], new byte[KEY_BYTES]);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$([0-9]+):([^:$]+)\\$([^:$]+):([^:$]+)");

    /**
     * Makes one of a new password.
     *
     * @throws IllegalArgumentException when the password has characters that SASLprep forbids
     */
    public static ScramSecret of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(password, salt, iterations);
    }

    public static ScramSecret of(String password, byte[] salt, int iterations) {
        String prepared = SaslPrep.prepare(password);
        if (prepared == null || prepared.isEmpty()) {
            throw new IllegalArgumentException(
                    "the password has characters that SCRAM does not allow (RFC 4013)");
        }
        byte[] salted =
                Pbkdf2.block(MAC, prepared.getBytes(StandardCharsets.UTF_8), salt, iterations);
        return new ScramSecret(
                iterations, salt, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
    }

    public static ScramSecret parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "its SCRAM-SHA-256 secret is not ITERATIONS:SALT$STOREDKEY:SERVERKEY");
        }
        int iterations = Pbkdf2.iterations(parts.group(1));
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(2));
            byte[] storedKey = Base64.getDecoder().decode(parts.group(3));
            byte[] serverKey = Base64.getDecoder().decode(parts.group(4));
            if (storedKey.length == KEY_BYTES && serverKey.length == KEY_BYTES) {
                return new ScramSecret(iterations, salt, storedKey, serverKey);
            }
        } catch (IllegalArgumentException e) {
            // told below, together with keys of another length
        }
        throw new IllegalArgumentException("its SCRAM keys are no Base64 of 32 bytes");
    }

    /** A login with user name and password; the password is prepared as SCRAM does it. */
    @Override
    public boolean matches(byte[] password) {
        String text = SaslPrep.text(password);
        String prepared = text == null ? null : SaslPrep.prepare(text);
        byte[] bytes = prepared == null ? password : prepared.getBytes(StandardCharsets.UTF_8);
        byte[] salted = Pbkdf2.block(MAC, bytes, salt, iterations);
        boolean same = MessageDigest.isEqual(storedKey, sha256(hmac(salted, "Client Key")));
        return same && prepared != null;
    }

    /** Whether the proof is one of who knows the password (RFC 5802 §3). */
    public boolean proves(byte[] proof, String authMessage) {
        byte[] clientKey = hmac(storedKey, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= i < proof.length ? proof[i] : 0;
        }
        boolean same = MessageDigest.isEqual(storedKey, sha256(clientKey));
        return same && proof.length == clientKey.length;
    }

    /** What shows the client that the server knows it too. */
    public byte[] serverSignature(String authMessage) {
        return hmac(serverKey, authMessage);
    }

    /**
     * What a user who is not there is asked: always the same for the same name, and nothing proves
     * to it.
     */
    public ScramSecret ofNobody(byte[] key, String user) {
        byte[] likeSalt = Arrays.copyOf(hmac(key, user), salt.length);
        return new ScramSecret(iterations, likeSalt, new byte[KEY_BYTES], new byte[KEY_BYTES]);
    }

    @Override
    public ScramSecret ofNobody() {
        return new ScramSecret(iterations, salt, new byte[KEY_BYTES], new byte[KEY_BYTES]);
    }

    @Override
    public String cost() {
        return KIND + " " + iterations;
    }

    @Override
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        return KIND
                + "$"
                + iterations
                + ":"
                + encoder.encodeToString(salt)
                + "$"
                + encoder.encodeToString(storedKey)
                + ":"
                + encoder.encodeToString(serverKey);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            return Pbkdf2.hmac(MAC, key).doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScramSecret that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "ScramSecret[iterations=" + iterations + "]";
    }
}
