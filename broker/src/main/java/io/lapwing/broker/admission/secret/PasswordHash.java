// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a password file keeps of a password: {@code $6$salt$hash} is one round of SHA-512 over
 * password and salt, {@code $7$iterations$salt$hash} is PBKDF2 with HMAC-SHA-512. Salt and hash
 * stand in Base64.
 *
 * @param iterations 0 for the one round of SHA-512
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches and text only
public record PasswordHash(int iterations, byte[] salt, byte[] hash) implements Secret {
    /**
     * What a new password costs to check: about 0.6 ms here, some six times the 101 iterations of
     * mosquitto_passwd. Devices log in by the thousand after a restart, and each login pays this.
     */
    public static final int ITERATIONS = 600;

    private static final int HASH_BYTES = 64;
    private static final int SALT_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern DOLLAR = Pattern.compile("\\$");

    /** Hashes a new password. */
    public static PasswordHash of(byte[] password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(iterations, salt, digest(password, salt, iterations));
    }

    /** A hash that nothing matches, to be compared with where there is no user to compare with. */
    public static PasswordHash ofNobody(int iterations) {
        return new PasswordHash(iterations, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    /**
     * Reads what stands behind the user's name in a file.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static PasswordHash parse(String text) {
        String[] parts = DOLLAR.split(text, -1);
        if (parts.length < 3 || !parts[0].isEmpty()) {
            throw new IllegalArgumentException("its password is not hashed");
        }
        return switch (parts[1]) {
            case "6" -> parsed(0, parts, 2);
            case "7" -> parsed(Pbkdf2.iterations(parts[2]), parts, 3);
            default ->
                    throw new IllegalArgumentException(
                            "its hash is of none of the kinds $6$, $7$, $2b$, $argon2id$,"
                                    + " $pbkdf2-…$");
        };
    }

    @Override
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        String end = encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
        return iterations == 0 ? "$6$" + end : "$7$" + iterations + "$" + end;
    }

    @Override
    public Secret ofNobody() {
        return ofNobody(iterations);
    }

    @Override
    public String cost() {
        return "SHA-512 " + iterations;
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, digest(password, salt, iterations));
    }

    private static PasswordHash parsed(int iterations, String[] parts, int from) {
        if (parts.length != from + 2) {
            throw new IllegalArgumentException("its hash has not all its parts");
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[from]);
            byte[] hash = Base64.getDecoder().decode(parts[from + 1]);
            if (salt.length == 0 || hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("its hash is too short or too long");
            }
            return new PasswordHash(iterations, salt, hash);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its hash is no Base64 of 64 bytes", e);
        }
    }

    private static byte[] digest(byte[] password, byte[] salt, int iterations) {
        try {
            if (iterations > 0) {
                return Pbkdf2.block("HmacSHA512", password, salt, iterations);
            }
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(password);
            return sha512.digest(salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Shows no hash. */
    @Override
    public String toString() {
        return "PasswordHash[iterations=" + iterations + "]";
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
