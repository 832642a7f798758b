// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.ClientRules;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.HashPool;
import io.lapwing.broker.admission.Modifier;
import io.lapwing.broker.admission.Privileges;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lets in who brings a token that one of the known keys has signed. Its claims say who the client
 * is and what it may do; its connection ends with it. Signatures are checked where passwords are
 * hashed.
 */
public final class Jwt implements Authenticator, AutoCloseable {
    private final Config config;
    private final Clock clock;
    private final HashPool pool;
    private final KeySource keys;

    private Jwt(Config config, BackEnds backEnds, HashPool pool) {
        this.config = config;
        this.clock = backEnds.clock();
        this.pool = pool;
        this.keys = new KeySource(config, backEnds);
    }

    /**
     * Null when it is switched off.
     *
     * @throws IllegalArgumentException naming the option that cannot be followed
     */
    public static @Nullable Jwt open(Config config, BackEnds backEnds, HashPool pool) {
        return config.get(AdmissionOptions.JWT) ? new Jwt(config, backEnds, pool) : null;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        Token token = Token.parse(text(who));
        if (token == null) {
            answer.accept(new Answer.Unknown("the client sent none", null));
            return;
        }
        Algorithm algorithm = token.algorithm();
        if (algorithm == null) {
            answer.accept(no("the token is signed in a way that is not taken here"));
            return;
        }
        List<Key> candidates = keys.now().candidates(token.keyId(), algorithm);
        if (candidates.isEmpty() && keys.mayHaveMore()) {
            keys.reread(() -> hash(who, token, algorithm, answer));
        } else {
            hash(who, token, algorithm, answer);
        }
    }

    private void hash(Credentials who, Token token, Algorithm algorithm, Consumer<Answer> answer) {
        if (!pool.run(() -> answer.accept(checked(who, token, algorithm)))) {
            answer.accept(new Answer.Denied(Cause.SERVER_BUSY, "too many logins wait", null));
        }
    }

    private Answer checked(Credentials who, Token token, Algorithm algorithm) {
        List<Key> candidates = keys.now().candidates(token.keyId(), algorithm);
        if (candidates.isEmpty()) {
            String failed = keys.failed();
            return failed != null ? new Answer.Unavailable(failed) : no(unknownKey(token));
        }
        if (!token.isSignedWithOneOf(candidates, algorithm)) {
            return no("the token's signature is not one of a key that is known");
        }
        String wrong = wrong(who, token);
        return wrong == null ? granted(token) : no(wrong);
    }

    private static String unknownKey(Token token) {
        String id = token.keyId();
        return id == null
                ? "no key of the token's kind is known"
                : "the token is signed with the key "
                        + SafeText.quoted(id)
                        + ", which is not known";
    }

    /** What is wrong with a token that is signed well; null for nothing. */
    private @Nullable String wrong(Credentials who, Token token) {
        long now = clock.epochMillis() / 1_000;
        long leeway = config.get(JwtOptions.LEEWAY).toSeconds();
        Long end = token.seconds("exp");
        Long begin = token.seconds("nbf");
        if (end == null && config.get(JwtOptions.EXPIRES)) {
            return "the token has no end (exp), and jwt.require_exp is on";
        }
        if (end != null && now >= end + leeway) {
            return "the token ended at " + Instant.ofEpochSecond(end);
        }
        if (begin != null && now < begin - leeway) {
            return "the token is good only from " + Instant.ofEpochSecond(begin) + " on";
        }
        String issuer = config.get(JwtOptions.ISSUER);
        if (!issuer.isEmpty() && !issuer.equals(token.text("iss"))) {
            return "the token is not from " + SafeText.quoted(issuer) + " (jwt.issuer)";
        }
        String audience = config.get(JwtOptions.AUDIENCE);
        if (!audience.isEmpty() && !texts(token.claims().path("aud")).contains(audience)) {
            return "the token is not for " + SafeText.quoted(audience) + " (jwt.audience)";
        }
        return wrongName(who, token);
    }

    private @Nullable String wrongName(Credentials who, Token token) {
        String claim = config.get(JwtOptions.USERNAME);
        String user = token.text(claim);
        if (user == null || user.isEmpty()) {
            return "the token names no user (its claim " + claim + ")";
        }
        String sent = who.userName();
        if (isPassword() && sent != null && !sent.isEmpty() && !sent.equals(user)) {
            return "the token is of the user " + SafeText.quoted(user);
        }
        String clientClaim = config.get(JwtOptions.CLIENT);
        return clientClaim.isEmpty() || who.clientId().equals(token.text(clientClaim))
                ? null
                : "the token is not of this client id (its claim " + clientClaim + ")";
    }

    private Answer granted(Token token) {
        String user = token.text(config.get(JwtOptions.USERNAME));
        JsonNode publish = token.claims().path(config.get(JwtOptions.PUBLISH));
        JsonNode subscribe = token.claims().path(config.get(JwtOptions.SUBSCRIBE));
        ClientRules rules = null;
        if (!publish.isMissingNode() || !subscribe.isMissingNode()) {
            rules = new ClientRules("claims of the token");
            texts(publish).forEach(rules::mayPublish);
            texts(subscribe).forEach(rules::maySubscribe);
        }
        Long end = token.seconds("exp");
        long now = clock.epochMillis() / 1_000;
        long leeway = config.get(JwtOptions.LEEWAY).toSeconds();
        Map<Modifier, Long> limits =
                end == null
                        ? Map.of()
                        : Map.of(Modifier.MAX_CONNECTION_LIFETIME, Math.max(1, end + leeway - now));
        return new Answer.Granted(
                "user " + SafeText.quoted(String.valueOf(user)),
                new Privileges(null, user, rules, limits));
    }

    /** One text, or a list of them. */
    private static List<String> texts(JsonNode node) {
        if (node.isString()) {
            return List.of(node.stringValue());
        }
        return node.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
    }

    private @Nullable String text(Credentials who) {
        byte[] password = who.password();
        if (!isPassword()) {
            return who.userName();
        }
        return password == null ? null : new String(password, StandardCharsets.ISO_8859_1);
    }

    private boolean isPassword() {
        return config.get(JwtOptions.WHERE).equals("password");
    }

    private static Answer no(String because) {
        return new Answer.Denied(Cause.WRONG_PASSWORD, because, null);
    }

    @Override
    public void close() {
        keys.close();
    }
}
