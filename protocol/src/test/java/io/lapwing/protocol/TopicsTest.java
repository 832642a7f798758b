// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lapwing.protocol.MalformedPacket.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1",
        "sport/tennis/player1/#, sport/tennis/player1/ranking",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon",
        "sport/#, sport",
        "sport/#, sport/",
        "#, a/b",
        "#, /",
        "+, finance",
        "+/+, /finance",
        "/+, /finance",
        "sport/tennis/+, sport/tennis/player1",
        "sport/+, sport/",
        "+/+/+, //",
        "$SYS/#, $SYS/",
        "$SYS/monitor/+, $SYS/monitor/Clients",
        "a/$x/+, a/$x/b",
        "+/$x, a/$x",
        "Accounts payable, Accounts payable",
    })
    void aFilterMatches(String filter, String name) {
        Topics.checkFilter(filter);
        Topics.checkName(name);
        assertThat(Topics.matches(filter, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sport/tennis/+, sport/tennis/player1/ranking",
        "sport/tennis/+, sport/tennis",
        "sport/+, sport",
        "+, /finance",
        "+, a/",
        "ACCOUNTS, Accounts",
        "#, $SYS/broker",
        "+/monitor/Clients, $SYS/monitor/Clients",
        "/finance, finance",
        "finance, /finance",
        "a/#, ab",
        "a/+/c, a/b/d",
        "a/b, a",
        "a, a/b",
    })
    void aFilterDoesNotMatch(String filter, String name) {
        Topics.checkFilter(filter);
        Topics.checkName(name);
        assertThat(Topics.matches(filter, name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "a+", "a/#", "å#", "12345678+", "1234567/+/89012345"})
    void aNameHasNoWildcard(String name) {
        assertThat(nameFault(name).kind()).isEqualTo(Kind.TOPIC_NAME_INVALID);
    }

    @Test
    void aNameIsNotEmptyAndNotTooLong() {
        assertThat(nameFault("").kind()).isEqualTo(Kind.TOPIC_NAME_INVALID);
        assertThat(nameFault("a\0b").kind()).isEqualTo(Kind.TOPIC_NAME_INVALID);
        assertThatCode(() -> Topics.checkName("x".repeat(65_535))).doesNotThrowAnyException();
        assertThat(nameFault("x".repeat(65_534) + "å").kind()).isEqualTo(Kind.TOPIC_NAME_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "+a", "a+", "a/b+/c", "##", "++", "a/+#"})
    void aWildcardStandsAloneInItsLevel(String filter) {
        MalformedPacket fault =
                catchThrowableOfType(MalformedPacket.class, () -> Topics.checkFilter(filter));
        assertThat(fault.kind()).isEqualTo(Kind.TOPIC_FILTER_INVALID);
        assertThat(fault).hasMessageContaining("\"" + filter + "\"");
    }

    @Test
    void aBadTopicIsShownShortAndOnOneLine() {
        MalformedPacket fault = nameFault("a\nb/" + "x".repeat(60_000) + "/#");
        assertThat(fault).hasMessageContaining("\"a?b/xxxx").hasMessageContaining("xxx...\" has a");
        assertThat(fault.getMessage()).hasSizeLessThan(200).doesNotContain("\n");
        MalformedPacket pair = nameFault("x".repeat(99) + "\uD83D\uDE00#");
        assertThat(pair).hasMessageContaining("xx?...\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "/", "//", "+/+", "+/#", "/#", "a/+/b/#", "$SYS/#", "å/+"})
    void aFilterMayHaveThem(String filter) {
        assertThatCode(() -> Topics.checkFilter(filter)).doesNotThrowAnyException();
    }

    @Test
    void aSharedFilterHasAGroupAndAFilter() {
        assertThat(SharedFilter.parse("$share/g/a/+")).isEqualTo(new SharedFilter("g", "a/+"));
        assertThat(SharedFilter.parse("$share/g//")).isEqualTo(new SharedFilter("g", "/"));
        assertThat(SharedFilter.parse("$share/$share/$share/g/x"))
                .isEqualTo(new SharedFilter("$share", "$share/g/x"));
        assertThat(SharedFilter.parse("$shared/g/a")).isNull();
        assertThat(SharedFilter.parse("$share")).isNull();
        assertThat(SharedFilter.parse("a/$share/g/b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$share/",
                "$share/g",
                "$share/g/",
                "$share//a",
                "$share/g+/a",
                "$share/#/a",
                "$share/+/a",
                "$share/g/a#",
                "$share///"
            })
    void aSharedFilterWithoutThemIsInvalid(String filter) {
        MalformedPacket fault =
                catchThrowableOfType(MalformedPacket.class, () -> SharedFilter.parse(filter));
        assertThat(fault.kind()).isEqualTo(Kind.TOPIC_FILTER_INVALID);
    }

    private static MalformedPacket nameFault(String name) {
        return catchThrowableOfType(MalformedPacket.class, () -> Topics.checkName(name));
    }
}
