// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A password hashed by bcrypt: {@code $2b$cost$saltAndHash}; 2a and 2y are the same here. */
record Bcrypt(String text, int rounds) implements Secret {
    private static final int PASSWORD_BYTES_MAX = 72; // bcrypt looks at no more
    private static final int COST_MAX = 16;
    private static final Pattern TEXT =
            Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    static Bcrypt parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("its bcrypt hash is not $2b$COST$ and 53 letters");
        }
        int cost = Integer.parseInt(parts.group(1));
        if (cost < 4 || cost > COST_MAX) {
            throw new IllegalArgumentException("its bcrypt cost is not from 04 to " + COST_MAX);
        }
        return new Bcrypt(text, cost);
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] looked =
                password.length > PASSWORD_BYTES_MAX
                        ? Arrays.copyOf(password, PASSWORD_BYTES_MAX)
                        : password;
        return OpenBSDBCrypt.checkPassword(text, looked);
    }

    @Override
    public String cost() {
        return "bcrypt " + rounds;
    }

    @Override
    public Secret ofNobody() {
        return new Bcrypt("$2b$%02d$".formatted(rounds) + ".".repeat(53), rounds);
    }

    /** Shows no hash. */
    @Override
    public String toString() {
        return "Bcrypt[rounds=" + rounds + "]";
    }
}
