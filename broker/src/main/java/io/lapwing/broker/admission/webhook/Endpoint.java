// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEndFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * An address that is called for one hook, and how.
 *
 * @param name as configured
 */
record Endpoint(
        String name,
        Hook hook,
        URI address,
        boolean base64,
        boolean payload,
        Duration timeout,
        HttpClient client,
        BackEnd backEnd) {
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    /**
     * An answer as it came.
     *
     * @param maxAgeSeconds how long it may be kept
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Response(byte[] body, long maxAgeSeconds) {}

    /** For sentences. */
    String told() {
        return "webhook " + name + ", " + address;
    }

    /** Calls it and waits for the answer. */
    Response call(byte[] question) throws BackEndFailed, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("vernemq-hook", hook.word())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                        .build();
        try {
            HttpResponse<byte[]> response =
                    client.send(
                            request,
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            if (response.statusCode() != 200) {
                throw BackEndFailed.because(
                        address + " answered with status " + response.statusCode());
            }
            String cache = response.headers().firstValue("cache-control").orElse(null);
            return new Response(response.body(), HookAnswer.maxAgeSeconds(cache));
        } catch (HttpTimeoutException e) {
            throw BackEndFailed.late(
                    address
                            + " did not answer within "
                            + timeout.toMillis()
                            + " ms (response_timeout)");
        } catch (IOException e) {
            throw BackEndFailed.because(address + " " + why(e));
        }
    }

    private static String why(IOException e) {
        if (e instanceof ConnectException) {
            return e.getCause() instanceof UnresolvedAddressException
                            || e.getCause() != null
                                    && e.getCause().getCause() instanceof UnresolvedAddressException
                    ? "has a host name that is not known"
                    : "cannot be reached: connection refused or no route";
        }
        if (e instanceof SSLException) {
            return "cannot be trusted: " + e.getMessage();
        }
        return "broke off: " + (e.getMessage() == null ? e.toString() : e.getMessage());
    }
}
