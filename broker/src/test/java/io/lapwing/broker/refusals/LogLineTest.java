// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.ReasonCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static final Attempt PUMP =
            new Attempt("tcp.default", "10.0.0.7", 50123, MqttVersion.V5, 5, "pump-7", "pump-user");

    /** All that every line of the table below ends with. */
    private static final String V5_FIELDS =
            " client=pump-7 user=pump-user address=10.0.0.7:50123 listener=tcp.default version=5";

    @Test
    void everyCauseKeepsTheWordsOfVernemqAndAddsTheFields() {
        Map<Cause, String> lines = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            lines.put(cause, LogLine.of(refusal(cause, PUMP)));
        }

        String client = "{[],<<\"pump-7\">>}";
        String login = "can't authenticate client " + client + " from 10.0.0.7:50123 due to ";
        String enhanced = "can't continue enhanced auth with client " + client + " due to ";
        String register =
                "can't register client " + client + " with username <<\"pump-user\">> due to ";
        String stopped = "session for " + client + " stopped abnormally due to '";
        Map<Cause, String> expected = new EnumMap<>(Cause.class);
        expected.put(Cause.WRONG_PASSWORD, login + "invalid_credentials|0x86");
        expected.put(Cause.UNKNOWN_USER, login + "plugin_chain_exhausted|0x86");
        expected.put(Cause.CREDENTIALS_MISSING, login + "plugin_chain_exhausted|0x86");
        expected.put(Cause.AUTHENTICATION_FAILED, enhanced + "not_authorized|0x87");
        expected.put(Cause.BAD_AUTHENTICATION_METHOD, enhanced + "no_matching_hook_found|0x8C");
        expected.put(Cause.NOT_AUTHORIZED, login + "not_authorized|0x87");
        expected.put(
                Cause.WILL_NOT_AUTHORIZED,
                "can't authenticate last will, for client " + client + " due to not_allowed|0x87");
        expected.put(Cause.BANNED, login + "banned|0x8A");
        expected.put(Cause.NOT_MQTT, stopped + "cant_parse_connect_fixed_header'|closed");
        expected.put(Cause.MALFORMED_CONNECT, stopped + "cant_parse_frame'|0x81");
        expected.put(Cause.PROTOCOL_ERROR, stopped + "protocol_error'|0x82");
        expected.put(Cause.PACKET_TOO_LARGE, stopped + "packet_exceeds_max_size'|0x95");
        expected.put(
                Cause.UNSUPPORTED_PROTOCOL_VERSION,
                "invalid protocol version for {[],undefined} 5|0x84");
        expected.put(
                Cause.PROTOCOL_VERSION_DISABLED,
                "invalid protocol version for {[],undefined} 5|0x84");
        expected.put(
                Cause.CLIENT_ID_MISSING,
                "empty client id not allowed in mqttv3 {[],undefined}|0x85");
        expected.put(Cause.CLIENT_ID_TOO_LONG, "invalid client id <<\"pump-7\">>|0x85");
        expected.put(Cause.CLIENT_ID_NOT_VALID, "invalid client id <<\"pump-7\">>|0x85");
        expected.put(
                Cause.WILL_NOT_SUPPORTED,
                "can't authenticate last will, for client "
                        + client
                        + " due to will_not_supported|0x9B");
        expected.put(Cause.CONNECT_TIMEOUT, stopped + "timeout'|closed");
        expected.put(Cause.CLOSED_BY_CLIENT, stopped + "closed_by_client'|closed");
        expected.put(Cause.TLS_HANDSHAKE, stopped + "tls_handshake_failure'|closed");
        expected.put(Cause.TLS_PROTOCOL, stopped + "tls_protocol_version'|closed");
        expected.put(Cause.TLS_CERTIFICATE_MISSING, stopped + "tls_certificate_required'|closed");
        expected.put(Cause.TLS_CERTIFICATE_UNKNOWN, stopped + "tls_unknown_ca'|closed");
        expected.put(Cause.TLS_CERTIFICATE_EXPIRED, stopped + "tls_certificate_expired'|closed");
        expected.put(Cause.TLS_CERTIFICATE_REVOKED, stopped + "tls_certificate_revoked'|closed");
        expected.put(Cause.TLS_TIMEOUT, stopped + "tls_timeout'|closed");
        expected.put(
                Cause.PROXY_HEADER_INVALID, "Proxy Protocol Error: proxy_header_invalid|closed");
        expected.put(Cause.WEBSOCKET_PATH, "websocket init error websocket_path|closed");
        expected.put(
                Cause.WEBSOCKET_SUBPROTOCOL, "websocket init error websocket_subprotocol|closed");
        expected.put(Cause.WEBSOCKET_UPGRADE, "websocket init error websocket_upgrade|closed");
        expected.put(Cause.AUTH_BACKEND_UNAVAILABLE, login + "auth_backend_unavailable|0x88");
        expected.put(Cause.AUTH_BACKEND_TIMEOUT, login + "timeout|0x88");
        expected.put(Cause.SERVER_BUSY, login + "server_busy|0x89");
        expected.put(Cause.CONNECTION_RATE_EXCEEDED, login + "connection_rate_exceeded|0x9F");
        expected.put(Cause.CONNECTION_LIMIT, login + "max_connections|0x97");
        expected.put(Cause.QUOTA_EXCEEDED, login + "quota_exceeded|0x97");
        expected.put(Cause.SERVER_SHUTTING_DOWN, register + "server_shutting_down|0x8B");
        expected.put(Cause.CLUSTER_NOT_READY, register + "not_ready|0x88");
        expected.put(Cause.USE_ANOTHER_SERVER, register + "use_another_server|0x9C");
        expected.put(Cause.SERVER_MOVED, register + "server_moved|0x9D");
        expected.put(Cause.INTERNAL_ERROR, stopped + "internal_error'|0x80");
        expected.replaceAll((cause, text) -> {
            String[] parts = text.split("\\|");
            String fields = " cause=" + cause.word() + V5_FIELDS + " code=" + parts[1];
            return parts[0] + fields + " because=\"it is a test\"";
        });
        assertThat(lines).isEqualTo(expected);
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
                "x\\\">>} from 1.2.3.4:1\\r\\ncan't \\u202eauthenticate\\u0000\\u001b[2J\\u2028=\\\\";
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
