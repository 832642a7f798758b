// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    /** As crypt(3), Python's hashlib and the reference implementation of Argon2 made them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "123 $2b$04$abcdefghijklmnopqrstuuykcD0PB2tNYrXiPLvl4pFe9.8eaT62G",
                "123 $pbkdf2-sha256$1000$c2FsdHNhbHQ$oWJ9fEhfK0Jc4bFVL0gMqpi5gDXsPkBe.stoL4FDFlg",
                "password $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                        + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void aHashOfAnotherProgramIsRead(String password, String text) {
        Secret secret = Secret.parse(text);

        assertThat(secret.matches(password.getBytes(UTF_8))).isTrue();
        assertThat(secret.matches((password + "4").getBytes(UTF_8))).isFalse();
        assertThat(secret.matches(new byte[0])).isFalse();
        assertThat(secret.text()).isEqualTo(text);
        assertThat(Secret.parse(secret.text())).isEqualTo(secret);
        assertThat(secret.toString()).doesNotContain(text.substring(text.length() - 10));
        assertThat(secret.ofNobody().cost()).isEqualTo(secret.cost());
        assertThat(secret.ofNobody().matches(password.getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$31$abcdefghijklmnopqrstuuykcD0PB2tNYrXiPLvl4pFe9.8eaT62G",
                "$2b$04$short",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu",
                "$pbkdf2-sha1$1000$c2FsdA$c2FsdA",
                "$pbkdf2-sha256$1000$c2FsdA$c2FsdA",
                "plain"
            })
    void whatCannotBeReadOrCostsTooMuchIsRefusedWithTheReason(String text) {
        assertThatThrownBy(() -> Secret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its ");
    }
}
