// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/** What a password file keeps of a password. */
sealed interface Secret permits PasswordHash, ScramSecret {

    /**
     * Reads what stands behind the user's name in a file.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Secret parse(String text) {
        return text.startsWith(ScramSecret.KIND + "$")
                ? ScramSecret.parse(text)
                : PasswordHash.parse(text);
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
