// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

/** What a password file or a data base keeps of a password. */
public sealed interface Secret permits Argon2, Bcrypt, PasswordHash, Pbkdf2Hash, ScramSecret {

    /**
     * Reads what stands behind the user's name in a file.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Secret parse(String text) {
        if (text.startsWith(ScramSecret.KIND + "$")) {
            return ScramSecret.parse(text);
        }
        if (text.startsWith("$2")) {
            return Bcrypt.parse(text);
        }
        if (text.startsWith("$argon2")) {
            return Argon2.parse(text);
        }
        return text.startsWith("$pbkdf2") ? Pbkdf2Hash.parse(text) : PasswordHash.parse(text);
    }

    /** Whether this is the password; takes the same time whichever byte differs. */
    boolean matches(byte[] password);

    /** As it stands in a file. */
    String text();

    /** What a comparison costs: the same for two secrets that take as long. */
    String cost();

    /** One of the same cost that nothing matches, to compare with where there is no user. */
    Secret ofNobody();
}
