// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password hashed by PBKDF2 as other programs write it: {@code $pbkdf2-sha256$rounds$salt$hash},
 * also {@code -sha512}; in Base64 without the end, where a dot may stand for the plus.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches and text only
record Pbkdf2Hash(String digest, int iterations, byte[] salt, byte[] hash) implements Secret {
    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$pbkdf2-(sha256|sha512)\\$(?:i=)?([0-9]{1,8})\\$([A-Za-z0-9+/.]+)"
                            + "\\$([A-Za-z0-9+/.]+)");

    static Pbkdf2Hash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "its PBKDF2 hash is not $pbkdf2-sha256$ROUNDS$SALT$HASH");
        }
        String digest = parts.group(1);
        int iterations = Pbkdf2.iterations(parts.group(2));
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(3).replace('.', '+'));
            byte[] hash = Base64.getDecoder().decode(parts.group(4).replace('.', '+'));
            if (hash.length == (digest.equals("sha256") ? 32 : 64)) {
                return new Pbkdf2Hash(digest, iterations, salt, hash);
            }
        } catch (IllegalArgumentException e) {
            // told below, together with hashes of another length
        }
        throw new IllegalArgumentException("its PBKDF2 salt or hash is no Base64 of that digest");
    }

    @Override
    public boolean matches(byte[] password) {
        String mac = digest.equals("sha256") ? "HmacSHA256" : "HmacSHA512";
        return MessageDigest.isEqual(hash, Pbkdf2.block(mac, password, salt, iterations));
    }

    @Override
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        String end = encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
        return "$pbkdf2-" + digest + "$" + iterations + "$" + end.replace('+', '.');
    }

    @Override
    public String cost() {
        return "PBKDF2 " + digest + " " + iterations;
    }

    @Override
    public Secret ofNobody() {
        return new Pbkdf2Hash(digest, iterations, salt, new byte[hash.length]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pbkdf2Hash that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Shows no hash. */
    @Override
    public String toString() {
        return "Pbkdf2Hash[" + cost() + "]";
    }
}
