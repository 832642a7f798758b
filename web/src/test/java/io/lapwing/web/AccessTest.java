// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.web.access.ApiKey;
import io.lapwing.web.access.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in over HTTP once keys and users are there. */
final class AccessTest {
    private static final Instant NOW = Instant.ofEpochMilli(TestNode.START);

    @TempDir private Path folder;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        PasswordFileWriter.put(folder.resolve("users"), "ann", "right");
        Files.write(
                folder.resolve("keys"),
                List.of(
                        ApiKey.of("all", "key-all", Set.of(Scope.MGMT), Instant.MAX).line(),
                        ApiKey.of("m", "key-m", Set.of(Scope.METRICS), Instant.MAX).line(),
                        ApiKey.of("short", "key-short", Set.of(Scope.MGMT), NOW.plusSeconds(60))
                                .line()));
        node =
                TestNode.start(
                        Map.of(
                                "http_users_file", folder.resolve("users").toString(),
                                "http_apikeys_file", folder.resolve("keys").toString(),
                                "http_module.vmq_metrics_http.auth.mode", "apikey"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aKeyIsGoodForItsScopesAndItsTime() throws Exception {
        assertThat(status("/api/refusals")).isEqualTo(401);
        assertThat(status("/api/refusals", "x-api-key", "key-all")).isEqualTo(200);
        assertThat(status("/api/refusals", "x-api-key", "key-m")).isEqualTo(401);
        assertThat(status("/metrics", "x-api-key", "key-m")).isEqualTo(200);
        assertThat(status("/metrics")).isEqualTo(401);
        assertThat(status("/health")).isEqualTo(200);
        assertThat(status("/api/refusals", "authorization", basic("key-all", ""))).isEqualTo(200);
        assertThat(status("/api/refusals", "x-api-key", "key-short")).isEqualTo(200);

        node.clock.advance(Duration.ofSeconds(61));
        assertThat(status("/api/refusals", "x-api-key", "key-short")).isEqualTo(401);
        assertThat(status("/api/refusals", "x-api-key", "")).isEqualTo(401);
    }

    @Test
    void aKeyThatIsDeletedIsNotGoodAnyMore() throws Exception {
        Files.writeString(folder.resolve("keys"), "");
        node.clock.advance(Duration.ofSeconds(2));

        assertThat(status("/api/refusals", "x-api-key", "key-all")).isEqualTo(401);
    }

    @Test
    void aUserLogsInWithAFormAndHasASessionUntilItLogsOut() throws Exception {
        HttpResponse<String> asked = get("/refusals", "accept", "text/html");
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(asked.headers().firstValue("location")).hasValue("/login?to=%2Frefusals");
        HttpResponse<String> page = get("/login?to=/refusals", "accept", "text/html");
        assertThat(page.body()).contains("name=\"to\" value=\"/refusals\"");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("form-action 'self'");

        assertThat(login("ann", "wrong").statusCode()).isEqualTo(401);
        assertThat(login("eve", "right").statusCode()).isEqualTo(401);
        HttpResponse<String> in = login("ann", "right");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("location")).hasValue("/refusals");
        String cookie = in.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        String session = cookie.substring(0, cookie.indexOf(';'));

        assertThat(status("/api/refusals", "cookie", session)).isEqualTo(200);
        HttpResponse<String> out = post("/logout", "", "cookie", session, "x-lapwing", "1");
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(status("/api/refusals", "cookie", session)).isEqualTo(401);
    }

    @Test
    void aFormOfAnotherSiteAndAChangeWithoutOurHeaderAreRefused() throws Exception {
        assertThat(
                        post(
                                        "/login",
                                        "user=ann&password=right",
                                        "origin",
                                        "https://evil.example",
                                        "content-type",
                                        "application/x-www-form-urlencoded")
                                .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/bans", "{}", "x-api-key", "key-all").statusCode()).isEqualTo(403);
        assertThat(login("ann", "right", "//evil.example").headers().firstValue("location"))
                .hasValue("/");
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(status("/api/refusals", "authorization", basic("ann", "x" + i)))
                    .isEqualTo(401);
        }
        assertThat(status("/api/refusals", "authorization", basic("ann", "right"))).isEqualTo(429);
        node.clock.advance(Duration.ofSeconds(11));
        assertThat(status("/api/refusals", "authorization", basic("ann", "right"))).isEqualTo(200);
    }

    private HttpResponse<String> login(String user, String password) throws Exception {
        return login(user, password, "/refusals");
    }

    private HttpResponse<String> login(String user, String password, String to) throws Exception {
        return post(
                "/login",
                "user=" + user + "&password=" + password + "&to=" + to,
                "content-type",
                "application/x-www-form-urlencoded",
                "sec-fetch-site",
                "same-origin",
                "origin",
                "null");
    }

    private int status(String path, String... headers) throws Exception {
        return get(path, headers).statusCode();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path)).GET();
        return send(request, headers);
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.uri(path)).POST(BodyPublishers.ofString(body));
        return send(request, headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return node.client.send(request.build(), BodyHandlers.ofString());
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
