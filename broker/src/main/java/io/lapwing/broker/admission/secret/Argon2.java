// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password hashed by Argon2id (RFC 9106): {@code
 * $argon2id$v=19$m=KIB,t=PASSES,p=LANES$salt$hash}. How much memory a line may ask for is bounded:
 * as many are computed at a time as hash threads.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches and text only
record Argon2(int kibibytes, int passes, int lanes, byte[] salt, byte[] hash) implements Secret {
    private static final int KIBIBYTES_MAX = 256 * 1_024;
    private static final int PASSES_MAX = 100;
    private static final int LANES_MAX = 16;
    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})"
                            + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    static Argon2 parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "its Argon2id hash is not $argon2id$v=19$m=…,t=…,p=…$SALT$HASH");
        }
        int kibibytes = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (kibibytes > KIBIBYTES_MAX || passes > PASSES_MAX || lanes > LANES_MAX) {
            throw new IllegalArgumentException(
                    "its Argon2id hash costs more than m=%d,t=%d,p=%d"
                            .formatted(KIBIBYTES_MAX, PASSES_MAX, LANES_MAX));
        }
        if (passes < 1 || lanes < 1 || kibibytes < 8 * lanes) {
            throw new IllegalArgumentException("its Argon2id hash costs less than there is");
        }
        byte[] salt = decoded(parts.group(4));
        byte[] hash = decoded(parts.group(5));
        if (salt.length < 8 || hash.length < 16 || hash.length > 64) {
            throw new IllegalArgumentException("its Argon2id salt or hash is too short or long");
        }
        return new Argon2(kibibytes, passes, lanes, salt, hash);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its Argon2id salt or hash is no Base64", e);
        }
    }

    @Override
    public boolean matches(byte[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(kibibytes)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] computed = new byte[hash.length];
        generator.generateBytes(password, computed);
        return MessageDigest.isEqual(hash, computed);
    }

    @Override
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        kibibytes,
                        passes,
                        lanes,
                        encoder.encodeToString(salt),
                        encoder.encodeToString(hash));
    }

    @Override
    public String cost() {
        return "Argon2id " + kibibytes + " " + passes + " " + lanes;
    }

    @Override
    public Secret ofNobody() {
        return new Argon2(kibibytes, passes, lanes, new byte[salt.length], new byte[hash.length]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Argon2 that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Shows no hash. */
    @Override
    public String toString() {
        return "Argon2[" + cost() + "]";
    }
}
