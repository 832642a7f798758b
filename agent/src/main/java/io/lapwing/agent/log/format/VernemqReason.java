// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import io.lapwing.agent.log.format.LogRefusal.Told;
import java.util.List;
import java.util.Map;

/**
 * What stands behind "due to" in VerneMQ's log, and what it means. The same word is counted under
 * other codes for MQTT 3 and 5.
 */
record VernemqReason(String cause, Told told, String meaning) {
    /** A longer reason is cut. */
    static final int CHARS_MAX = 300;

    private static final Told LOGIN = new Told("not_authorized", "bad_username_or_password");
    private static final Told PASSWORD = Told.both("bad_username_or_password");
    private static final Told UNAVAILABLE = Told.both("server_unavailable");

    private static final Map<String, VernemqReason> LOGINS =
            Map.ofEntries(
                    login(
                            "invalid_credentials",
                            "wrong_password",
                            PASSWORD,
                            "wrong password in vmq_passwd, or a script's no"),
                    login(
                            "plugin_chain_exhausted",
                            "unknown_user",
                            LOGIN,
                            "no plugin knows this user, or none was named"),
                    login(
                            "chain_exhausted",
                            "unknown_user",
                            LOGIN,
                            "no plugin knows this user, or none was named"),
                    login(
                            "no_matching_hook_found",
                            "auth_backend_unavailable",
                            LOGIN,
                            "no plugin that checks logins is on"),
                    login(
                            "request_cancelled_client_closed",
                            "closed_by_client",
                            LOGIN,
                            "the client left while the webhook was asked"),
                    login("timeout", "auth_backend_timeout", LOGIN, "the webhook did not answer"),
                    login(
                            "etimedout",
                            "auth_backend_timeout",
                            LOGIN,
                            "the webhook could not be reached in time"),
                    login("banned", "banned", new Told("not_authorized", "banned"), "a plugin"),
                    login(
                            "server_busy",
                            "server_busy",
                            new Told("not_authorized", "server_busy"),
                            "a plugin"),
                    login(
                            "quota_exceeded",
                            "quota_exceeded",
                            new Told("not_authorized", "quota_exceeded"),
                            "a plugin"),
                    login(
                            "connection_rate_exceeded",
                            "connection_rate_exceeded",
                            new Told("not_authorized", "connection_rate_exceeded"),
                            "a plugin"),
                    login(
                            "use_another_server",
                            "use_another_server",
                            new Told("not_authorized", "use_another_server"),
                            "a plugin"),
                    login(
                            "server_moved",
                            "server_moved",
                            new Told("not_authorized", "server_moved"),
                            "a plugin"),
                    login(
                            "server_unavailable",
                            "auth_backend_unavailable",
                            new Told("not_authorized", "server_unavailable"),
                            "a plugin"));

    /** What a webhook or a script that does not work leaves behind. */
    private static final List<String> OUTAGES =
            List.of(
                    "econnrefused",
                    "nxdomain",
                    "ehostunreach",
                    "enetunreach",
                    "closed",
                    "error",
                    "received_payload_not_json",
                    "{invalid_response_code",
                    "{invalid_modifiers",
                    "{failed_connect",
                    "connect_timeout",
                    "checkout_timeout");

    private static final List<String> RULES_BROKEN =
            List.of(
                    "property_is_only_allowed_once",
                    "property_not_allowed_for_frame",
                    "authentication_data_without_authentication_method");

    static VernemqReason ofLogin(String reason) {
        VernemqReason known = LOGINS.get(reason);
        if (known != null) {
            return known;
        }
        return OUTAGES.stream().anyMatch(reason::startsWith)
                ? new VernemqReason(
                        "auth_backend_unavailable", LOGIN, "the check itself does not work")
                : new VernemqReason("not_authorized", LOGIN, "a plugin, webhook or script");
    }

    static VernemqReason ofRegistration(String reason) {
        boolean cluster =
                reason.startsWith("not_ready")
                        || reason.startsWith("action_")
                        || reason.startsWith("owner_terminated")
                        || reason.contains("register_subscriber_retry_exhausted");
        return cluster
                ? new VernemqReason("cluster_not_ready", UNAVAILABLE, "the cluster is not at one")
                : new VernemqReason("internal_error", UNAVAILABLE, "the session's queue failed");
    }

    /** Of a first packet that was no good; its sender got no answer. */
    static VernemqReason ofPacket(String reason) {
        if (reason.startsWith("{cant_parse_connect_fixed_header")) {
            return silent("not_mqtt", "the first bytes are no CONNECT");
        }
        if (reason.startsWith("unknown_protocol")) {
            return silent("unsupported_protocol_version", "no version that VerneMQ knows");
        }
        if (reason.startsWith("packet_exceeds_max_size")) {
            return silent("packet_too_large", "larger than max_message_size allows");
        }
        return RULES_BROKEN.stream().anyMatch(reason::contains)
                ? silent("protocol_error", "what the protocol does not allow")
                : silent("malformed_connect", "the packet could not be read");
    }

    String because(String reason) {
        return "VerneMQ says " + (reason.isEmpty() ? "no reason" : reason) + ": " + meaning;
    }

    private static VernemqReason silent(String cause, String meaning) {
        return new VernemqReason(cause, Told.NOTHING, meaning);
    }

    private static Map.Entry<String, VernemqReason> login(
            String word, String cause, Told told, String meaning) {
        return Map.entry(word, new VernemqReason(cause, told, meaning));
    }
}
