// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.HashPool;
import io.lapwing.broker.admission.Modifier;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtTest {
    private static final long NOW = 1_700_000_000L;
    private static final String SECRET = "a secret of at least 32 bytes, truly";

    private final ManualClock clock = new ManualClock(NOW * 1_000);
    private final HashPool pool = new HashPool();
    private final List<AutoCloseable> opened = new ArrayList<>();
    @TempDir private Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        pool.close();
    }

    @Test
    void aTokenSignedWithTheSecretSaysWhoTheClientIsAndWhatItMay() {
        Jwt jwt = jwt("jwt.secret", SECRET);

        Answer.Granted in =
                (Answer.Granted)
                        check(
                                jwt,
                                secret(
                                        "{\"sub\":\"pump\",\"exp\":1700000100,\"publish\":"
                                                + "[\"up/%c/#\"],\"subscribe\":\"down/#\"}"));

        assertThat(in.privileges().userName()).isEqualTo("pump");
        assertThat(in.privileges().limits().get(Modifier.MAX_CONNECTION_LIFETIME))
                .isEqualTo(130); // with the leeway
        assertThat(in.privileges().rules()).isNotNull();
        Client client = new Client("c", "pump", in.privileges().rules());
        assertThat(client.rules()).isNotNull();
    }

    @Test
    void aTokenThatIsNotGoodIsRefusedWithTheReason() {
        Jwt jwt =
                jwt(
                        "jwt.secret",
                        SECRET,
                        "jwt.issuer",
                        "me",
                        "jwt.audience",
                        "mqtt",
                        "jwt.client_id_claim",
                        "cid");
        String good = "\"sub\":\"u\",\"iss\":\"me\",\"aud\":[\"x\",\"mqtt\"],\"cid\":\"c\"";

        assertThat(check(jwt, secret("{" + good + ",\"exp\":1700000100}")))
                .isInstanceOf(Answer.Granted.class);
        assertThat(said(jwt, secret("{" + good + ",\"exp\":1699999970}")))
                .isEqualTo("the token ended at 2023-11-14T22:12:50Z");
        assertThat(said(jwt, secret("{" + good + ",\"exp\":1700000100,\"nbf\":1700000031}")))
                .isEqualTo("the token is good only from 2023-11-14T22:13:51Z on");
        assertThat(said(jwt, secret("{" + good + "}"))).contains("has no end (exp)");
        assertThat(said(jwt, secret("{\"sub\":\"u\",\"exp\":1700000100}"))).contains("jwt.issuer");
        assertThat(said(jwt, secret("{\"iss\":\"me\",\"aud\":\"y\",\"exp\":1700000100}")))
                .contains("jwt.audience");
        assertThat(said(jwt, secret("{\"iss\":\"me\",\"aud\":\"mqtt\",\"exp\":1700000100}")))
                .contains("names no user");
        assertThat(said(jwt, secret("{" + good + ",\"exp\":1700000100}") + "x"))
                .contains("signature");
        assertThat(said(jwt, Tokens.unsigned("{\"alg\":\"none\"}", "{" + good + "}")))
                .contains("in a way that is not taken here");
        assertThat(check(jwt, "no token")).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aPublicKeyIsNeverTakenForASecret() throws Exception {
        KeyPair rsa = Tokens.rsa();
        Path set = folder.resolve("keys.json");
        Files.writeString(set, "{\"keys\":[" + Tokens.jwk("k", rsa) + "]}");
        Jwt jwt = jwt("jwt.jwks", set.toString());

        String forged =
                Tokens.signed(rsa.getPublic().getEncoded(), "{\"sub\":\"u\",\"exp\":1700000100}");

        assertThat(said(jwt, forged)).contains("no key of the token's kind is known");
    }

    @Test
    void keysFromAnAddressAreFetchedAgainWhenATokenNamesANewOne() throws Exception {
        KeyPair first = Tokens.rsa();
        KeyPair second = Tokens.ec();
        Map<String, String> set = new HashMap<>();
        set.put("json", "{\"keys\":[" + Tokens.jwk("one", first) + "]}");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        opened.add(() -> server.stop(0));
        server.createContext(
                "/",
                exchange -> {
                    byte[] json = set.get("json").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, json.length);
                    exchange.getResponseBody().write(json);
                    exchange.close();
                });
        server.start();
        Jwt jwt = jwt("jwt.jwks", "http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        String claims = "{\"sub\":\"u\",\"exp\":1700000100}";
        assertThat(check(jwt, Tokens.signed("one", first, claims)))
                .isInstanceOf(Answer.Granted.class);

        set.put("json", "{\"keys\":[" + Tokens.jwk("two", second) + "]}");
        assertThat(said(jwt, Tokens.signed("two", second, claims))).contains("“two”, which is not");
        clock.advance(Duration.ofSeconds(6));
        assertThat(check(jwt, Tokens.signed("two", second, claims)))
                .isInstanceOf(Answer.Granted.class);
        assertThat(said(jwt, Tokens.signed("one", first, claims))).contains("“one”, which is not");

        server.stop(0);
        clock.advance(Duration.ofSeconds(6));
        assertThat(check(jwt, Tokens.signed("three", second, claims)))
                .isInstanceOf(Answer.Unavailable.class);
        assertThat(check(jwt, Tokens.signed("two", second, claims)))
                .isInstanceOf(Answer.Granted.class);
    }

    @Test
    void whatCannotCheckATokenDoesNotStart() {
        assertThatThrownBy(() -> jwt()).hasMessageContaining("jwt.secret, jwt.public_key");
        assertThatThrownBy(() -> jwt("jwt.secret", "short")).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> jwt("jwt.jwks", folder.resolve("none").toString()))
                .hasMessageContaining("jwt.jwks = ");
    }

    private Jwt jwt(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("jwt.enabled", "on"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        BackEnds backEnds = new BackEnds(clock, new Metrics(), new Events(clock));
        opened.add(backEnds);
        Jwt jwt = Objects.requireNonNull(Jwt.open(Config.of(all), backEnds, pool));
        opened.add(jwt);
        return jwt;
    }

    private static String secret(String claims) {
        return Tokens.signed(SECRET.getBytes(StandardCharsets.UTF_8), claims);
    }

    private static String said(Jwt jwt, String token) {
        return ((Answer.Denied) check(jwt, token)).because();
    }

    private static Answer check(Jwt jwt, String token) {
        BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(1);
        jwt.check(
                new Credentials(
                        "c",
                        null,
                        token.getBytes(StandardCharsets.UTF_8),
                        "tcp.default",
                        "10.0.0.7",
                        1,
                        MqttVersion.V5,
                        true,
                        Properties.EMPTY,
                        null),
                answers::add);
        try {
            return Objects.requireNonNull(answers.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
