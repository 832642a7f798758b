// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.agent.delivery.HttpPost;
import io.lapwing.agent.delivery.Trust;
import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Posts batches; what each protocol says about answers decides whether one is tried again. */
final class HttpOutlet implements Outlet {
    private static final int TOO_MANY = 429;
    private static final Set<Integer> OTLP_PASSING = Set.of(TOO_MANY, 502, 503, 504);

    private final Plan plan;
    private final HttpClient client;

    /**
     * @throws IOException when the certificates to trust cannot be read
     */
    HttpOutlet(Plan plan) throws IOException {
        this.plan = plan;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(plan.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (!plan.caFile().toString().isEmpty()) {
            builder.sslContext(Trust.of(plan.caFile()));
        }
        this.client = builder.build();
    }

    @Override
    public int send(byte[] batch) throws DeliveryFailed, InterruptedException {
        HttpPost post = new HttpPost(client, plan.url().toString(), plan.timeout(), passing());
        headers().forEach(post::with);
        String secret = header();
        int colon = secret.indexOf(':');
        if (colon > 0) {
            post.with(secret.substring(0, colon).strip(), secret.substring(colon + 1).strip());
        }
        byte[] answer = post.ask(type(), batch);
        return plan.kind() == ExportKind.OTLP ? OtlpAnswer.rejected(answer) : 0;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private String type() {
        return plan.kind() == ExportKind.JSON ? "application/json" : "application/x-protobuf";
    }

    private Map<String, String> headers() {
        return switch (plan.kind()) {
            case REMOTE_WRITE ->
                    Map.of(
                            "Content-Encoding",
                            "snappy",
                            "X-Prometheus-Remote-Write-Version",
                            "0.1.0");
            case OTLP -> Map.of("Content-Encoding", "gzip");
            case GRAPHITE, JSON -> Map.of();
        };
    }

    /** Remote write: 5xx and 429. OTLP: four statuses by name. */
    private IntPredicate passing() {
        return plan.kind() == ExportKind.OTLP
                ? OTLP_PASSING::contains
                : status -> status >= 500 || status == TOO_MANY;
    }

    private String header() throws DeliveryFailed {
        Path file = plan.headerFile();
        if (file.toString().isEmpty()) {
            return plan.header();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            throw DeliveryFailed.forNow("the header_file cannot be read: " + DiskFault.why(e));
        }
    }
}
