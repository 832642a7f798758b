// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Posts over HTTP and tells from the answer whether it has arrived, or will if tried again. */
public final class HttpPost {
    private static final int ANSWER_BYTES_MAX = 2_000;
    private static final int SHOWN_MAX = 200;
    private static final int TIMEOUT_STATUS = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final IntPredicate passing;
    private final Map<String, String> headers = new LinkedHashMap<>();

    public HttpPost(String url, Duration timeout) {
        this(CLIENT, url, timeout, HttpPost::isPassing);
    }

    /**
     * @param passing which statuses mean that the same may arrive later
     */
    public HttpPost(HttpClient client, String url, Duration timeout, IntPredicate passing) {
        this.client = client;
        this.url = URI.create(url);
        this.timeout = timeout;
        this.passing = passing;
    }

    public HttpPost with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Posts this as JSON. */
    public void json(Object body) throws DeliveryFailed, InterruptedException {
        send("application/json; charset=utf-8", Json.bytes(body));
    }

    public void send(String type, byte[] body) throws DeliveryFailed, InterruptedException {
        byte[] unused = ask(type, body);
    }

    /** Posts, and returns the beginning of what was answered. */
    public byte[] ask(String type, byte[] body) throws DeliveryFailed, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", type)
                        .header("User-Agent", "Lapwing")
                        .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                byte[] said = in.readNBytes(ANSWER_BYTES_MAX);
                judge(answer, said);
                return said;
            }
        } catch (HttpTimeoutException e) {
            throw DeliveryFailed.forNow(
                    url.getHost() + " does not answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            throw DeliveryFailed.forNow(url.getHost() + " cannot be reached: " + why);
        }
    }

    private void judge(HttpResponse<?> answer, byte[] body) throws DeliveryFailed {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String said = new String(body, StandardCharsets.UTF_8).strip();
        String shown = said.length() > SHOWN_MAX ? said.substring(0, SHOWN_MAX) + "…" : said;
        String why = url.getHost() + " answers " + status + (shown.isEmpty() ? "" : ": " + shown);
        throw passing.test(status)
                ? DeliveryFailed.forSeconds(why, retryAfterS(answer.headers()))
                : DeliveryFailed.forGood(why);
    }

    private static boolean isPassing(int status) {
        return status >= 500
                || status == TIMEOUT_STATUS
                || status == TOO_EARLY
                || status == TOO_MANY;
    }

    /** Seconds, or a date: how far that is from the answer's own date tells the wait. */
    private static long retryAfterS(HttpHeaders headers) {
        Optional<String> wait = headers.firstValue("Retry-After");
        if (wait.isEmpty() || wait.get().matches("[0-9]{1,6}")) {
            return wait.map(Long::parseLong).orElse(0L);
        }
        return wait.flatMap(HttpPost::moment)
                .flatMap(until ->
                        headers.firstValue("Date")
                                .flatMap(HttpPost::moment)
                                .map(now -> Math.max(0, Duration.between(now, until).toSeconds())))
                .orElse(0L);
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
