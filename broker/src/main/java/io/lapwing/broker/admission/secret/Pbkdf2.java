// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 8018 §5.2 for one block. Java's own takes characters, and MQTT passwords are bytes. */
public final class Pbkdf2 {
    static final int ITERATIONS_MAX = 10_000_000;

    private Pbkdf2() {}

    /**
     * @param mac such as HmacSHA512; the block is as long as its output
     */
    public static byte[] block(String mac, byte[] password, byte[] salt, int iterations) {
        try {
            Mac hmac = hmac(mac, password);
            hmac.update(salt);
            byte[] block = hmac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] sum = block.clone();
            for (int i = 1; i < iterations; i++) {
                block = hmac.doFinal(block);
                for (int at = 0; at < sum.length; at++) {
                    sum[at] ^= block[at];
                }
            }
            return sum;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + mac, e);
        }
    }

    public static Mac hmac(String mac, byte[] key) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance(mac);
        // HMAC fills its key up with zeros, so one zero is the empty key, which Java refuses.
        hmac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, mac));
        return hmac;
    }

    /**
     * Reads a number of iterations.
     *
     * @throws IllegalArgumentException when it is none
     */
    static int iterations(String text) {
        try {
            int iterations = Integer.parseInt(text);
            if (iterations > 0 && iterations <= ITERATIONS_MAX) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers out of range
        }
        throw new IllegalArgumentException(
                "its number of iterations is not from 1 to " + ITERATIONS_MAX);
    }
}
