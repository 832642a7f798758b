// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8888",
                "LOCALHOST:1",
                "127.0.0.1:8888",
                "127.9.9.9",
                "[::1]:8888",
                "[::1]"
            })
    void theMachinesOwnNamesAreLetIn(String host) {
        assertThat(Guard.ownName(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8888",
                "10.0.0.1",
                "[::2]",
                "",
                "localhost:8888:1",
                "127.0.0.1@evil.example"
            })
    void aForeignNameIsNot(String host) {
        assertThat(Guard.ownName(host)).isFalse();
    }

    @Test
    void noNameIsNot() {
        assertThat(Guard.ownName(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5", "*", "br, gzip"})
    void compressionIsUsedWhereItIsTaken(String accepts) {
        assertThat(Gzip.accepted(accepts)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "br", "gzip;q=0", "gzip; q=0.0", "x-gzip-not"})
    void compressionIsNotUsedWhereItIsNot(String accepts) {
        assertThat(Gzip.accepted(accepts)).isFalse();
    }
}
