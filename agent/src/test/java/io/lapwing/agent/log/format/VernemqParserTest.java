// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.log.format.LogRefusal.Told;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as VerneMQ 1.x and 2.x write them. */
final class VernemqParserTest {
    private static final String V1 = "2022-02-28 14:35:52.754 [warning] <0.1.0>@vmq:check:1027 ";
    private static final String V2 =
            "2024-05-27T03:49:11.752627+00:00 [warning] <0.309.0> vmq_mqtt_fsm:check_user/2:923: ";
    private static final ZoneId ZONE = ZoneOffset.ofHours(2);

    private final LogParser parser = LogFormat.VERNEMQ.parser(ZONE);

    @ParameterizedTest
    @ValueSource(strings = {V1, V2, "2024-05-27T03:49:11.752627+00:00 warning: ", ""})
    void aRefusedLoginNamesClientAddressAndCause(String head) {
        LogRefusal found =
                read(
                        head
                                + "can't authenticate client {[],<<\"pump-7\">>} from"
                                + " 10.0.0.7:50123 due to invalid_credentials");

        assertThat(found.cause()).isEqualTo("wrong_password");
        assertThat(found.who().client()).isEqualTo("pump-7");
        assertThat(found.who().address()).isEqualTo("10.0.0.7");
        assertThat(found.who().port()).isEqualTo(50123);
        assertThat(found.who().user()).isNull();
        assertThat(found.told()).isEqualTo(Told.both("bad_username_or_password"));
    }

    @ParameterizedTest
    @CsvSource({
        "plugin_chain_exhausted,unknown_user",
        "chain_exhausted,unknown_user",
        "no_matching_hook_found,auth_backend_unavailable",
        "econnrefused,auth_backend_unavailable",
        "'{invalid_response_code,503}',auth_backend_unavailable",
        "timeout,auth_backend_timeout",
        "<<\"not in my house\">>,not_authorized",
        "banned,banned",
        "something_else,not_authorized"
    })
    void theReasonSaysWhichCause(String reason, String cause) {
        String line = "can't authenticate client {[],<<\"c\">>} from [::1]:1 due to " + reason;

        assertThat(read(V2 + line).cause()).isEqualTo(cause);
        assertThat(read(V2 + line).because()).contains(reason);
        assertThat(read(V2 + line).who().address()).isEqualTo("::1");
    }

    @Test
    void aRefusedRegistrationNamesTheUser() {
        LogRefusal found =
                read(
                        V1
                                + "can't register client {\"mp\",<<\"pump-7\">>} with username"
                                + " <<\"ann\">> due to not_ready");

        assertThat(found.cause()).isEqualTo("cluster_not_ready");
        assertThat(found.who().client()).isEqualTo("pump-7");
        assertThat(found.who().user()).isEqualTo("ann");
        assertThat(found.who().address()).isEmpty();
        assertThat(found.told()).isEqualTo(Told.both("server_unavailable"));
        assertThat(
                        read(V1 + "can't register client {[],<<\"p\">>} due to reason not_ready")
                                .cause())
                .isEqualTo("cluster_not_ready");
        assertThat(
                        read(V2
                                        + "can't register client {[],<<\"p\">>} with"
                                        + " username undefined due to"
                                        + " {register_subscriber_retry_exhausted,draining}")
                                .cause())
                .isEqualTo("cluster_not_ready");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid protocol version for {[],undefined} 5 | protocol_version_disabled",
                "invalid client id <<\"aaaa\">> | client_id_too_long",
                "empty client id not allowed in mqttv3 {[],undefined} | client_id_missing",
                "can't continue enhanced auth with client {[],undefined} due to"
                        + " no_matching_hook_found | bad_authentication_method",
                "can't continue enhanced auth with client {[],undefined} due to not_authorized"
                        + " | authentication_failed",
                "session for undefined stopped abnormally due to"
                        + " '{cant_parse_connect_fixed_header,<<\"GET / HTT\">>}' | not_mqtt",
                "session for undefined stopped abnormally due to 'unknown_protocol_version'"
                        + " | unsupported_protocol_version",
                "session for undefined stopped abnormally due to 'packet_exceeds_max_size'"
                        + " | packet_too_large",
                "session for undefined stopped abnormally due to 'cant_parse_frame'"
                        + " | malformed_connect",
                "Proxy Protocol Error: invalid | proxy_header_invalid",
                "TLS server: In state certify at ssl_handshake.erl:2110 generated SERVER ALERT:"
                        + " Fatal - Unknown CA | tls_certificate_unknown",
                "TLS server: In state wait_cert at ssl.erl:1 generated SERVER ALERT: Fatal -"
                        + " Certificate required | tls_certificate_missing"
            })
    void everyOtherRefusalHasItsCause(String text, String cause) {
        assertThat(read(V2 + text).cause()).isEqualTo(cause);
        assertThat(read(V1 + text).cause()).isEqualTo(cause);
    }

    @Test
    void aWillIsRefusedOnOneLineOrOnTwo() {
        LogRefusal two =
                read(
                        V2
                                + "can't authenticate last will, for client {[],<<\"w\">>} due to"
                                + " not_allowed");
        assertThat(two.cause()).isEqualTo("will_not_authorized");
        assertThat(two.who().client()).isEqualTo("w");

        assertThat(parser.read(Line.of(V1 + "can't authenticate last will"))).isNull();
        LogRefusal one =
                read("                          for client {[],<<\"w\">>} due to not_allowed");
        assertThat(one.cause()).isEqualTo("will_not_authorized");
        assertThat(one.who().client()).isEqualTo("w");
        assertThat(one.atMillis())
                .isEqualTo(Instant.parse("2022-02-28T12:35:52.754Z").toEpochMilli());
    }

    @Test
    void theTimeIsTheLinesOwn() {
        assertThat(read(V2 + "invalid client id <<\"a\">>").atMillis())
                .isEqualTo(Instant.parse("2024-05-27T03:49:11.752Z").toEpochMilli());
        assertThat(read(V1 + "invalid client id <<\"a\">>").atMillis())
                .isEqualTo(Instant.parse("2022-02-28T12:35:52.754Z").toEpochMilli());
        assertThat(read("invalid client id <<\"a\">>").atMillis()).isEqualTo(LineTime.NONE);
    }

    @Test
    void namesThatErlangPrintsInItsOwnWayAreReadBack() {
        assertThat(clientOf("{[],<<208,191,209,131>>}")).isEqualTo("пу");
        assertThat(clientOf("{[],<<\"caf\u00c3\u00a9\">>}")).isEqualTo("café");
        assertThat(clientOf("{[],<<\"a\\\"b\\\\c\\n\">>}")).isEqualTo("a\"b\\c\n");
        assertThat(clientOf("{[], <<\"long\", \"er\">>}")).isEqualTo("longer");
        assertThat(clientOf("{[],<<>>}")).isEmpty();
        assertThat(clientOf("{[],undefined}")).isNull();
    }

    @Test
    void aClientCannotForgeALineAboutAnother() {
        String evil = "can't authenticate client {[],<<\\\"victim\\\">>} from 6.6.6.6:1 due to x";
        String forged =
                "client {[],<<\"" + evil + "\">>} with username <<\"u\">> stopped due to keepalive";
        assertThat(parser.read(Line.of(V2 + forged))).isNull();

        LogRefusal own =
                read(
                        V2
                                + "can't authenticate client {[],<<\""
                                + evil
                                + "\">>} from 10.0.0.7:50123 due to invalid_credentials");
        assertThat(own.who().address()).isEqualTo("10.0.0.7");
        assertThat(own.cause()).isEqualTo("wrong_password");
    }

    @Test
    void aLogInJsonIsReadToo() {
        LogRefusal found =
                read(
                        """
                        {"time":"2024-05-27T03:49:11.752627+00:00","level":"warning",\
                        "msg":"can't authenticate client {[],<<\\"pump-7\\">>} from 10.0.0.7:50123 \
                        due to plugin_chain_exhausted","pid":"<0.3.0>"}\
                        """);

        assertThat(found.cause()).isEqualTo("unknown_user");
        assertThat(found.who().client()).isEqualTo("pump-7");
        assertThat(found.told()).isEqualTo(new Told("not_authorized", "bad_username_or_password"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client {[],<<\"c\">>} with username <<\"u\">> stopped due to keepalive expired",
                "session for {[],<<\"c\">>} stopped abnormally due to 'x'",
                "subscriber {[],<<\"c\">>} dropped 3 messages",
                "can't auth publish for client {[],<<\"c\">>} (user <<\"u\">>) on topic [] due to",
                "can't authorize SUBSCRIBE from v5 client {[],<<\"c\">>} from 1.2.3.4:5 due to x"
            })
    void linesAboutClientsThatAreInAreNoRefusals(String text) {
        assertThat(parser.read(Line.of(V2 + text))).isNull();
        assertThat(parser.knows(Line.of(V2 + text))).isTrue();
    }

    private @Nullable String clientOf(String subscriber) {
        return read(V2 + "can't authenticate client " + subscriber + " from local due to x")
                .who()
                .client();
    }

    private LogRefusal read(String line) {
        LogRefusal found = parser.read(Line.of(line));
        assertThat(found).as(line).isNotNull();
        return found;
    }
}
