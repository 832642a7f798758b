// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static io.lapwing.broker.admission.ConnectText.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.protocol.MqttVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final Door door = new Door();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void whoFailsTooOftenIsBannedForATimeThatDoubles() {
        door.settings.put("failures_ban.per_address", "3");
        strict();

        for (int seconds : new int[] {10, 20, 40}) {
            for (int i = 0; i < 3; i++) {
                assertThat(cause("u" + i)).isEqualTo(Cause.WRONG_PASSWORD);
            }
            assertThat(door.admission().bans().inForce()).hasSize(1);
            Ban ban = door.admission().bans().inForce().getFirst();
            assertThat(ban.value()).isEqualTo("10.0.0.7");
            assertThat(ban.reason()).isEqualTo("automatic: 3 failed logins within 60 s");
            assertThat(ban.untilMillis() - ban.sinceMillis()).isEqualTo(seconds * 1_000L);
            assertThat(cause("u")).isEqualTo(Cause.BANNED);
            door.clock.advance(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void failuresThatAreFarApartAreNotCountedTogether() {
        door.settings.put("failures_ban.per_user", "2");
        strict();
        for (int i = 0; i < 5; i++) {
            assertThat(cause("u")).isEqualTo(Cause.WRONG_PASSWORD);
            door.clock.advance(Duration.ofSeconds(61));
        }

        assertThat(door.admission().bans().inForce()).isEmpty();
    }

    @Test
    void aBanIsOfTheKindThatFailedAndCanBeLifted() {
        door.settings.put("failures_ban.per_user", "1");
        strict();
        assertThat(cause("eve")).isEqualTo(Cause.WRONG_PASSWORD);

        assertThat(cause("eve")).isEqualTo(Cause.BANNED);
        assertThat(cause("bob")).isEqualTo(Cause.WRONG_PASSWORD);
        door.admission()
                .bans()
                .inForce()
                .forEach(ban -> assertThat(door.admission().bans().unban(ban.id())).isTrue());
        assertThat(cause("eve")).isEqualTo(Cause.WRONG_PASSWORD);
    }

    @Test
    void ofOneAddressUserOrClientOnlySoManyConnectsASecondAreTaken() {
        door.settings.put("max_connection_rate_per_user", "2");
        strict();
        assertThat(cause("u")).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(cause("u")).isEqualTo(Cause.WRONG_PASSWORD);

        Verdict.Refused no =
                (Verdict.Refused) door.judge(connect(MqttVersion.V5, "a").user("u", "p").build());

        assertThat(no.cause()).isEqualTo(Cause.CONNECTION_RATE_EXCEEDED);
        assertThat(no.because())
                .isEqualTo(
                        "more than 2 CONNECTs a second of user “u”"
                                + " (max_connection_rate_per_user)");
        assertThat(cause("other")).isEqualTo(Cause.WRONG_PASSWORD);
        door.clock.advance(Duration.ofSeconds(1));
        assertThat(cause("u")).isEqualTo(Cause.WRONG_PASSWORD);
    }

    private void strict() {
        door.useAuthenticators(
                Door.answering(
                        "file", new Answer.Denied(Cause.WRONG_PASSWORD, "does not match", null)));
    }

    private Cause cause(String user) {
        return ((Verdict.Refused) door.judge(connect(MqttVersion.V5, "a").user(user, "p").build()))
                .cause();
    }
}
