// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Prometheus in a folder and on a port of its own, which may scrape and be written to. */
final class PrometheusServer implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Tool process;

    private PrometheusServer(int port, Tool process) {
        this.port = port;
        this.process = process;
    }

    /** One that scrapes this port of this machine each second. */
    static PrometheusServer start(int port, int scrapedPort) {
        Path folder = RunningLapwing.temporaryFolder();
        try {
            Path config = folder.resolve("prometheus.yml");
            Files.writeString(
                    config,
                    """
                    global:
                      scrape_interval: 1s
                    scrape_configs:
                      - job_name: scraped
                        static_configs:
                          - targets: ["127.0.0.1:%d"]
                    """
                            .formatted(scrapedPort));
            Tool process =
                    Tool.start(
                            List.of(
                                    "prometheus",
                                    "--config.file=" + config,
                                    "--storage.tsdb.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:" + port,
                                    "--web.enable-remote-write-receiver"));
            PrometheusServer prometheus = new PrometheusServer(port, process);
            soon().until(prometheus::isReady);
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it answers to a question in its language: the result's series. */
    JsonNode ask(String question) {
        String query = URLEncoder.encode(question, StandardCharsets.UTF_8);
        return get("/api/v1/query?query=" + query).get("data").get("result");
    }

    /** The first of the series, as a number; NaN when there is none. */
    double number(String question) {
        JsonNode result = ask(question);
        return result.isEmpty()
                ? Double.NaN
                : Double.parseDouble(result.get(0).get("value").get(1).asString());
    }

    JsonNode get(String path) {
        try {
            URI url = URI.create("http://127.0.0.1:" + port + path);
            String answer =
                    http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean isReady() {
        try {
            URI url = URI.create("http://127.0.0.1:" + port + "/-/ready");
            return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
