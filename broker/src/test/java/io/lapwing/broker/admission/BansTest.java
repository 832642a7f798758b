// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.base.Event;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BansTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Events events = new Events(clock);
    private final Bans bans = new Bans(clock, events);

    @Test
    void aBanIsListedUntilItEndsAndItsEndIsAnEvent() {
        Ban first = bans.ban(Ban.Kind.ADDRESS, "10.0.0.7", Duration.ofMinutes(1), "scanner");
        Ban second = bans.ban(Ban.Kind.CLIENT, "pump-7", null, "");

        assertThat(bans.inForce()).containsExactly(second, first);
        assertThat(bans.of("10.0.0.7", "x", null)).isEqualTo(first);
        clock.advance(Duration.ofMinutes(1));
        assertThat(bans.of("10.0.0.7", "x", null)).isNull();
        bans.tick();
        bans.tick();

        assertThat(bans.inForce()).containsExactly(second);
        assertThat(bans.unban(first.id())).isFalse();
        assertThat(events.newest(10).reversed().stream().map(Event::text))
                .containsExactly(
                        "address 10.0.0.7 banned until 2023-11-14T22:14:20Z",
                        "client “pump-7” banned without an end",
                        "address 10.0.0.7 no longer banned");
    }

    @Test
    void aSecondBanOfTheSameOneReplacesTheFirst() {
        bans.ban(Ban.Kind.USER, "eve", Duration.ofMinutes(1), "");
        Ban longer = bans.ban(Ban.Kind.USER, "eve", Duration.ofDays(30), "still");

        assertThat(bans.inForce()).containsExactly(longer);
        assertThat(bans.unban(longer.id())).isTrue();
        assertThat(bans.of("10.0.0.7", "x", "eve")).isNull();
    }

    @Test
    void anAddressIsOneHoweverItIsWritten() {
        Ban ban = bans.ban(Ban.Kind.ADDRESS, "2001:DB8::0:7", null, "");

        assertThat(ban.value()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(bans.of("2001:db8:0:0:0:0:0:7", "x", null)).isEqualTo(ban);
        for (String wrong : List.of("example.org", "10.0.0", "10.0.0.0/8", "")) {
            assertThatThrownBy(() -> bans.ban(Ban.Kind.ADDRESS, wrong, null, ""))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("to be banned");
        }
        assertThatThrownBy(() -> bans.ban(Ban.Kind.USER, "eve", Duration.ZERO, ""))
                .hasMessage("a ban's time must be above 0");
    }

    @Test
    void oneBanTooManyIsRefusedUntilAnotherEnds() {
        Bans two = new Bans(clock, events, 2);
        two.ban(Ban.Kind.CLIENT, "a", Duration.ofSeconds(1), "");
        two.ban(Ban.Kind.CLIENT, "b", null, "");

        assertThatThrownBy(() -> two.ban(Ban.Kind.CLIENT, "c", null, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are 2 bans already");
        clock.advance(Duration.ofSeconds(1));
        two.ban(Ban.Kind.CLIENT, "c", null, "");

        assertThat(two.inForce()).extracting(Ban::value).containsExactly("c", "b");
    }

    @Test
    void theNewestLoginOfAClientIsKeptAndOldClientsAreForgotten() {
        RecentLogins logins = new RecentLogins(4);
        for (int i = 0; i < 5; i++) {
            logins.add("c" + i, new Login(i, "10.0.0.7", 1, null));
        }
        logins.add("c4", new Login(99, "10.0.0.7", 1, null));

        assertThat(logins.of("c4")).isEqualTo(new Login(99, "10.0.0.7", 1, null));
        assertThat(logins.of("c0")).isNull();
        assertThat(logins.of("c3")).isNotNull();
    }
}
