// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * One line of the file of API keys: {@code NAME:SHA-256:SCOPES:EXPIRES}. The key itself is shown
 * once, when it is made, and kept nowhere.
 *
 * @param expires {@link Instant#MAX} for never
 */
public record ApiKey(String name, String hash, Set<Scope> scopes, Instant expires) {
    private static final int KEY_BYTES = 24;
    private static final String NEVER = "never";
    private static final SecureRandom RANDOM = new SecureRandom();

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** A key that nobody has had before. */
    public static String fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The entry for a key. */
    public static ApiKey of(String name, String key, Set<Scope> scopes, Instant expires) {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a key's name has 1 to 64 letters, digits, dots, dashes or underscores");
        }
        return new ApiKey(name, hashOf(key), scopes, expires);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static ApiKey parse(String line) {
        String[] parts = line.strip().split(":", 4);
        if (parts.length < 4 || !parts[1].matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("it is not NAME:SHA-256:SCOPES:EXPIRES");
        }
        try {
            Instant expires = parts[3].equals(NEVER) ? Instant.MAX : Instant.parse(parts[3]);
            return new ApiKey(parts[0], parts[1], Scope.list(parts[2]), expires);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "its end is neither a time as 2027-01-31T00:00:00Z nor never", e);
        }
    }

    /** As it stands in the file. */
    public String line() {
        return name + ":" + hash + ":" + Scope.words(scopes) + ":" + end();
    }

    /** Until when, for people. */
    public String end() {
        return expires.equals(Instant.MAX) ? NEVER : expires.toString();
    }

    boolean isGood(String keyHash, Scope scope, Instant now) {
        boolean same =
                MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII),
                        keyHash.getBytes(StandardCharsets.US_ASCII));
        return same && scopes.contains(scope) && now.isBefore(expires);
    }

    static String hashOf(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha256.digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
