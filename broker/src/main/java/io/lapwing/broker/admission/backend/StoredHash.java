// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.base.Latest;
import io.lapwing.broker.admission.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as a back end keeps them, in any of the forms of the password file. Where there is no
 * user, the comparison is with nobody, and costs as much as the last one did.
 */
public final class StoredHash {
    private static final Latest<Secret> LIKE_LAST =
            new Latest<>(Secret.parse("$2b$12$" + ".".repeat(53)));

    private StoredHash() {}

    /** False for what is no hash that is known. */
    public static boolean matches(@Nullable String hash, byte[] password) {
        try {
            Secret secret = Secret.parse(hash == null ? "" : hash);
            LIKE_LAST.set(secret.ofNobody());
            return secret.matches(password);
        } catch (IllegalArgumentException e) {
            compareWithNobody(password);
            return false;
        }
    }

    public static void compareWithNobody(byte[] password) {
        boolean unused = LIKE_LAST.value().matches(password);
    }
}
