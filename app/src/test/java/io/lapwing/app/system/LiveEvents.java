// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stream that the page follows, as it arrives. */
final class LiveEvents implements AutoCloseable {
    /** What came, and when, on this JVM's clock. */
    record Arrived(String name, JsonNode data, long atNanos) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final InputStream body;
    private final List<Arrived> all = new CopyOnWriteArrayList<>();

    /** Follows it; the first event has arrived when this returns. */
    LiveEvents(RunningLapwing lapwing) {
        HttpRequest request = HttpRequest.newBuilder(lapwing.url("/api/stream")).build();
        try {
            body = http.send(request, BodyHandlers.ofInputStream()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(this::read);
        first("second", any -> true);
    }

    /** The first event of this name that is as wanted, now or soon. */
    Arrived first(String name, Predicate<JsonNode> wanted) {
        return soon().until(
                        () ->
                                all.stream()
                                        .filter(each -> each.name.equals(name))
                                        .filter(each -> wanted.test(each.data))
                                        .findFirst()
                                        .orElse(null),
                        found -> found != null);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    JsonNode data = JsonMapper.shared().readTree(line.substring("data: ".length()));
                    all.add(new Arrived(name, data, System.nanoTime()));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }
}
