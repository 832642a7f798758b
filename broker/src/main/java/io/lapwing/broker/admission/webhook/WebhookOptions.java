// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Option;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What an operator may set about webhooks; VerneMQ's keys. */
public final class WebhookOptions {
    static final Option<Hook> HOOK =
            Option.of(
                    "vmq_webhooks.$name.hook",
                    "choice",
                    Hook.AUTH_ON_REGISTER,
                    Hook::of,
                    Hook.words(),
                    "When the endpoint of this name is called. Those that begin with auth_ decide;"
                            + " those that end in _m5 are about clients of MQTT 5.");
    static final Option<URI> ENDPOINT =
            Option.of(
                    "vmq_webhooks.$name.endpoint",
                    "address",
                    URI.create(""),
                    WebhookOptions::endpoint,
                    "an address that begins with http:// or https://",
                    "What is called, by POST; several of one hook are asked in this order until one"
                            + " decides.");
    static final Option<Boolean> BASE64 =
            Option.flag(
                    "vmq_webhooks.$name.base64encode",
                    true,
                    "Whether payloads stand in Base64 in questions and answers.");
    static final Option<Boolean> NO_PAYLOAD =
            Option.flag(
                    "vmq_webhooks.$name.no_payload",
                    false,
                    "Leave the payload out of auth_on_publish and auth_on_publish_m5.");
    static final Option<Duration> RESPONSE_TIMEOUT =
            Option.millis(
                    "vmq_webhooks.$name.response_timeout",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(10),
                    Duration.ofMinutes(1),
                    "Longest wait for an answer of the endpoint.");
    static final Option<Integer> CONNECTIONS =
            Option.integer(
                    "vmq_webhooks.pool_max_connections",
                    100,
                    1,
                    10_000,
                    "Questions an endpoint is asked at a time; the others wait.");
    static final Option<Boolean> CACHE_REFUSALS =
            Option.flag(
                    "vmq_webhooks.cache_refusals",
                    false,
                    "Keep a no as long as its answer's cache-control: max-age says, as a yes is"
                            + " kept. VerneMQ has no such key and keeps only a yes.");
    static final Option<Path> CAFILE =
            Option.file(
                    "vmq_webhooks.cafile",
                    "",
                    "Authorities that sign the certificates of https endpoints (PEM); those of Java"
                            + " if empty.");
    static final Option<String> TLS_VERSION =
            Option.choice(
                    "vmq_webhooks.tls_version",
                    "tlsv1.2",
                    List.of("tlsv1.2", "tlsv1.3"),
                    "Lowest version of TLS with https endpoints.");
    static final Option<Boolean> VERIFY_PEER =
            Option.flag(
                    "vmq_webhooks.verify_peer",
                    true,
                    "Check the certificates of https endpoints. Without it anybody in between can"
                            + " decide who is let in.");
    static final Option<Path> CERTFILE =
            Option.file(
                    "vmq_webhooks.certfile", "", "Certificate to show to https endpoints (PEM).");
    static final Option<Path> KEYFILE =
            Option.file("vmq_webhooks.keyfile", "", "Key of that certificate (PEM).");
    static final Option<String> KEYFILE_PASSWORD =
            Option.text("vmq_webhooks.keyfile_password", "", "Password of the key, if it has one.")
                    .kept();

    /** Every option of webhooks. */
    public static final List<Option<?>> ALL =
            List.of(
                    HOOK,
                    ENDPOINT,
                    BASE64,
                    NO_PAYLOAD,
                    RESPONSE_TIMEOUT,
                    CONNECTIONS,
                    CACHE_REFUSALS,
                    CAFILE,
                    TLS_VERSION,
                    VERIFY_PEER,
                    CERTFILE,
                    KEYFILE,
                    KEYFILE_PASSWORD);

    private WebhookOptions() {}

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException("must be an address as http://127.0.0.1:8080/auth");
    }
}
