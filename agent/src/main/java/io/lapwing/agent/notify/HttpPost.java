// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Posts over HTTP and tells from the answer whether it has arrived, or will if tried again. */
final class HttpPost {
    private static final int ANSWER_BYTES_MAX = 2_000;
    private static final int SHOWN_MAX = 200;
    private static final int TIMEOUT_STATUS = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final URI url;
    private final Duration timeout;
    private final Map<String, String> headers = new LinkedHashMap<>();

    HttpPost(String url, Duration timeout) {
        this.url = URI.create(url);
        this.timeout = timeout;
    }

    HttpPost with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    void json(Object body) throws DeliveryFailed, InterruptedException {
        send("application/json; charset=utf-8", Json.bytes(body));
    }

    void send(String type, byte[] body) throws DeliveryFailed, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", type)
                        .header("User-Agent", "Lapwing")
                        .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer =
                    CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                judge(answer, in.readNBytes(ANSWER_BYTES_MAX));
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
        String said = Wording.cut(new String(body, StandardCharsets.UTF_8).strip(), SHOWN_MAX);
        String why = url.getHost() + " answers " + status + (said.isEmpty() ? "" : ": " + said);
        boolean passing =
                status >= 500
                        || status == TIMEOUT_STATUS
                        || status == TOO_EARLY
                        || status == TOO_MANY;
        if (!passing) {
            throw DeliveryFailed.forGood(why);
        }
        throw DeliveryFailed.forSeconds(why, retryAfterS(answer));
    }

    private static long retryAfterS(HttpResponse<?> answer) {
        Optional<String> wait = answer.headers().firstValue("Retry-After");
        return wait.filter(text -> text.matches("[0-9]{1,6}")).map(Long::parseLong).orElse(0L);
    }
}
