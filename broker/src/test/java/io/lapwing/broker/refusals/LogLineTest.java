// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.ReasonCode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static final Attempt PUMP =
            new Attempt("tcp.default", "10.0.0.7", 50123, MqttVersion.V5, 5, "pump-7", "pump-user");

    /** Searches and tools of others read these lines: a change here is a change for them. */
    @Test
    void everyCauseKeepsTheWordsOfVernemqAndAddsTheFields() throws Exception {
        List<String> lines =
                Arrays.stream(Cause.values())
                        .map(cause -> LogLine.of(refusal(cause, PUMP)))
                        .toList();

        try (InputStream table =
                getClass().getResourceAsStream("/testdata/refusal_log_lines.txt")) {
            assertThat(table).isNotNull();
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lines).containsExactlyElementsOf(text.lines().toList());
        }
    }

    @Test
    void anMqtt3ClientIsToldTheReturnCode() {
        Attempt attempt =
                new Attempt("tcp.default", "10.0.0.7", 1, MqttVersion.V3_1_1, 4, "a", null);

        assertThat(LogLine.of(refusal(Cause.WRONG_PASSWORD, attempt)))
                .isEqualTo(
                        "can't authenticate client {[],<<\"a\">>} from 10.0.0.7:1 due to"
                                + " invalid_credentials cause=wrong_password client=a user=-"
                                + " address=10.0.0.7:1 listener=tcp.default version=3.1.1 code=4"
                                + " because=\"it is a test\"");
        assertThat(LogLine.of(refusal(Cause.CLUSTER_NOT_READY, attempt)))
                .startsWith("can't register client {[],<<\"a\">>} due to reason not_ready cause=");
    }

    @Test
    void aConnectionWithoutConnectIsUndefinedAndItsAddressMayBeIpv6() {
        Attempt attempt = Attempt.unknown("tcp.default", "2001:db8::7", 443);

        assertThat(LogLine.of(refusal(Cause.NOT_MQTT, attempt)))
                .isEqualTo(
                        "session for undefined stopped abnormally due to"
                                + " 'cant_parse_connect_fixed_header' cause=not_mqtt client=-"
                                + " user=- address=[2001:db8::7]:443 listener=tcp.default"
                                + " version=- code=closed because=\"it is a test\"");
    }

    @Test
    void theWillsReasonIsTheOneThatWasSent() {
        Refusal refusal =
                new Refusal(
                        Cause.WILL_NOT_SUPPORTED,
                        0,
                        PUMP,
                        "x",
                        List.of(),
                        ReasonCode.RETAIN_NOT_SUPPORTED);

        assertThat(LogLine.of(refusal))
                .contains(" due to retain_not_supported cause=will_not_supported ")
                .contains(" code=0x9A ");
    }

    @Test
    void aHostileClientIdCannotForgeALine() {
        String id = "x\">>} from 1.2.3.4:1\r\ncan't \u202eauthenticate\u0000\u001b[2J\u2028=\\";
        Attempt attempt = new Attempt("tcp.default", "10.0.0.7", 1, MqttVersion.V5, 5, id, "-");

        String escaped =
                "x\\\">>} from 1.2.3.4:1\\r\\ncan't"
                        + " \\u202eauthenticate\\u0000\\u001b[2J\\u2028=\\\\";
        assertThat(LogLine.of(refusal(Cause.UNKNOWN_USER, attempt)))
                .isEqualTo(
                        "can't authenticate client {[],<<\""
                                + escaped
                                + "\">>} from 10.0.0.7:1 due to plugin_chain_exhausted"
                                + " cause=unknown_user client=\""
                                + escaped
                                + "\" user=\"-\" address=10.0.0.7:1 listener=tcp.default"
                                + " version=5 code=0x86 because=\"it is a test\"");
    }

    @Test
    void aClientIdOutsideLatin1StaysReadable() {
        Attempt attempt =
                new Attempt("tcp.default", "10.0.0.7", 1, MqttVersion.V5, 5, "насос-7 😀", "u");

        assertThat(LogLine.of(refusal(Cause.UNKNOWN_USER, attempt)))
                .contains("{[],<<\"насос-7 😀\">>}")
                .contains(" client=\"насос-7 😀\" user=u ");
    }

    private static Refusal refusal(Cause cause, Attempt attempt) {
        return new Refusal(cause, 1_000, attempt, "it is a test", List.of());
    }
}
