// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.broker.admission.secret.Secret;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Door;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who brings an API key with the right scope, a user's name and password, or the session
 * that began with them. Without keys and users everybody on this machine is let in.
 */
public final class Doorkeeper implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    /** Failed logins that are taken in ten seconds; more have to wait. */
    private static final int FAILURES_MAX = 20;

    private static final long WINDOW_MILLIS = 10_000;
    private static final String COOKIE = "lapwing_session";
    private static final Set<String> FOR_ALL = Set.of("/app.css", "/logo.svg", "/login");

    private final Clock clock;
    private final @Nullable LineFile<ApiKey> keys;
    private final @Nullable LineFile<WebUser> users;
    private final Set<Scope> open = EnumSet.noneOf(Scope.class);
    private final Sessions sessions;
    private final Semaphore hashing = new Semaphore(2);
    private final FailureWindow failures;

    private Doorkeeper(Config config, Clock clock) {
        this.clock = clock;
        keys = file(config, config.get(AccessOptions.KEYS_FILE), ApiKey::parse);
        users = file(config, config.get(AccessOptions.USERS_FILE), WebUser::parse);
        sessions = new Sessions(clock);
        failures = new FailureWindow(clock, FAILURES_MAX, WINDOW_MILLIS);
        for (Scope scope : Scope.values()) {
            String usual = scope.guarded() ? AccessOptions.APIKEY : AccessOptions.NOAUTH;
            String mode = config.get(AccessOptions.AUTH_MODE, scope.module());
            if ((mode.isEmpty() ? usual : mode).equals(AccessOptions.NOAUTH)) {
                open.add(scope);
            }
        }
    }

    /**
     * Reads keys and users.
     *
     * @throws IllegalArgumentException naming the file that cannot be read
     */
    public static Doorkeeper of(Config config, Clock clock) {
        return new Doorkeeper(config, clock);
    }

    private <E> @Nullable LineFile<E> file(Config config, Path path, Function<String, E> parser) {
        return path.toString().isEmpty() ? null : new LineFile<>(path, parser, clock);
    }

    @Override
    public boolean isGuarded() {
        return keys != null || users != null;
    }

    @Override
    public @Nullable Answer answer(Request request) {
        if (!isGuarded()) {
            return null;
        }
        if (request.path().equals("/login") && request.method().equals("POST")) {
            return login(request);
        }
        if (request.path().equals("/login")) {
            return LoginPage.answer(200, request.text("to", "/"), "");
        }
        if (request.path().equals("/logout") && request.method().equals("POST")) {
            return logout(request);
        }
        Scope scope = Scope.of(request.path());
        if (open.contains(scope) || FOR_ALL.contains(request.path()) || knows(request, scope)) {
            return null;
        }
        String accepts = request.header("accept");
        if (users != null && accepts != null && accepts.contains("text/html")) {
            return redirect("/login?to=" + LoginPage.encoded(request.path()), Map.of());
        }
        return new Answer.Whole(
                401,
                Answer.JSON,
                ("{\"error\":\"this needs an API key with the scope "
                                + scope.word()
                                + " (header x-api-key), or a user's name and password\"}")
                        .getBytes(StandardCharsets.UTF_8),
                Map.of("WWW-Authenticate", "Basic realm=\"lapwing\", charset=\"UTF-8\""));
    }

    private boolean knows(Request request, Scope scope) {
        String token = cookie(request);
        if (token != null && users != null && sessions.user(token) != null) {
            return true;
        }
        String key = request.header("x-api-key");
        if (key != null) {
            return hasKey(key, scope);
        }
        String[] basic = basic(request);
        return basic != null && (hasKey(basic[0], scope) || isUser(basic[0], basic[1]));
    }

    private boolean hasKey(String key, Scope scope) {
        if (keys == null || key.isEmpty()) {
            return false;
        }
        String hash = ApiKey.hashOf(key);
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        return keys.entries().stream().anyMatch(each -> each.isGood(hash, scope, now));
    }

    /** An unknown user costs the same comparison as a wrong password. */
    private boolean isUser(String name, String password) {
        if (users == null) {
            return false;
        }
        if (!failures.mayTry() || !hashing.tryAcquire()) {
            throw new HttpError(429, "too many failed logins; try again in some seconds");
        }
        try {
            List<WebUser> all = users.entries();
            WebUser known =
                    all.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
            if (all.isEmpty()) {
                return false;
            }
            Secret secret = known == null ? all.getFirst().secret().ofNobody() : known.secret();
            boolean same = secret.matches(password.getBytes(StandardCharsets.UTF_8));
            if (known == null || !same) {
                failures.failed();
                LOG.warn("a login to the page failed");
            }
            return known != null && same;
        } finally {
            hashing.release();
        }
    }

    private Answer login(Request request) {
        Map<String, String> form = request.form();
        String name = form.getOrDefault("user", "");
        String to = LoginPage.inside(form.getOrDefault("to", "/"));
        if (!isUser(name, form.getOrDefault("password", ""))) {
            return LoginPage.answer(401, to, "User name or password is wrong.");
        }
        LOG.info("{} logged in to the page", SafeText.quoted(name));
        return redirect(to, Map.of("Set-Cookie", cookie(sessions.begin(name), request)));
    }

    private Answer logout(Request request) {
        String token = cookie(request);
        if (token != null) {
            sessions.end(token);
        }
        return redirect("/login", Map.of("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0; HttpOnly"));
    }

    private static String cookie(String token, Request request) {
        String secure = request.isSecure() ? "; Secure" : "";
        return COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + secure;
    }

    private static Answer redirect(String to, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Location", to);
        return new Answer.Whole(303, Answer.TEXT, new byte[0], headers);
    }

    private static @Nullable String cookie(Request request) {
        String cookies = request.header("cookie");
        if (cookies == null) {
            return null;
        }
        for (String each : cookies.split(";", -1)) {
            String pair = each.strip();
            if (pair.startsWith(COOKIE + "=")) {
                return pair.substring(COOKIE.length() + 1);
            }
        }
        return null;
    }

    private static String @Nullable [] basic(Request request) {
        String header = request.header("authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(6).strip());
            String both = new String(bytes, StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? null
                    : new String[] {both.substring(0, colon), both.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
