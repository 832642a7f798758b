// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import io.lapwing.base.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What an operator may set about tokens. VerneMQ has no such keys. */
public final class JwtOptions {
    static final Option<String> WHERE =
            Option.choice(
                    "jwt.from",
                    "password",
                    List.of("password", "username"),
                    "Where in CONNECT the token stands.");
    static final Option<String> SECRET =
            Option.text(
                            "jwt.secret",
                            "",
                            "What tokens with HS256, HS384 or HS512 are signed with; none of them"
                                    + " is taken if empty. At least 32 bytes.")
                    .kept();
    static final Option<Path> PUBLIC_KEY =
            Option.file(
                    "jwt.public_key",
                    "",
                    "Public key or certificate (PEM) that tokens with RS or ES algorithms are"
                            + " checked with.");
    static final Option<String> JWKS =
            Option.text(
                    "jwt.jwks",
                    "",
                    "File or http(s) address of a set of keys (JWKS, RFC 7517); read again when a"
                            + " token names a key that is not in it, and every jwt.jwks_refresh.");
    static final Option<Duration> JWKS_REFRESH =
            Option.seconds(
                    "jwt.jwks_refresh",
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "How often the set of keys is read again.");
    static final Option<String> ISSUER =
            Option.text("jwt.issuer", "", "What a token's iss must be; anything if empty.");
    static final Option<String> AUDIENCE =
            Option.text("jwt.audience", "", "What must be among a token's aud; anything if empty.");
    static final Option<Boolean> EXPIRES =
            Option.flag("jwt.require_exp", true, "Take only tokens that end at some time (exp).");
    static final Option<Duration> LEEWAY =
            Option.seconds(
                    "jwt.leeway",
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    Duration.ofMinutes(10),
                    "By how much clocks may differ for exp and nbf.");
    static final Option<String> USERNAME =
            Option.text("jwt.username_claim", "sub", "The claim that is the user name.");
    static final Option<String> CLIENT =
            Option.text(
                    "jwt.client_id_claim",
                    "",
                    "The claim that must be the client id; the client id is free if empty.");
    static final Option<String> PUBLISH =
            Option.text(
                    "jwt.publish_claim",
                    "publish",
                    "The claim with a list of topic filters the client may publish to.");
    static final Option<String> SUBSCRIBE =
            Option.text(
                    "jwt.subscribe_claim",
                    "subscribe",
                    "The claim with a list of topic filters the client may subscribe to. With"
                            + " neither claim the access file decides.");

    /** Every option of tokens. */
    public static final List<Option<?>> ALL =
            List.of(
                    WHERE,
                    SECRET,
                    PUBLIC_KEY,
                    JWKS,
                    JWKS_REFRESH,
                    ISSUER,
                    AUDIENCE,
                    EXPIRES,
                    LEEWAY,
                    USERNAME,
                    CLIENT,
                    PUBLISH,
                    SUBSCRIBE);

    private JwtOptions() {}
}
