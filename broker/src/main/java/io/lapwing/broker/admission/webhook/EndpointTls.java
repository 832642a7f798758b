// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.base.Config;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** How endpoints are reached: kept connections, and TLS with those that begin with https. */
final class EndpointTls {
    private EndpointTls() {}

    /**
     * @throws IllegalArgumentException naming the file that cannot be read
     */
    static HttpClient client(Config config) {
        boolean only13 = config.get(WebhookOptions.TLS_VERSION).equals("tlsv1.3");
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(
                only13 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"});
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .sslContext(context(config).context())
                .sslParameters(parameters)
                .build();
    }

    private static JdkSslContext context(Config config) {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        Path authorities = config.get(WebhookOptions.CAFILE);
        Path certificate = config.get(WebhookOptions.CERTFILE);
        try {
            if (!config.get(WebhookOptions.VERIFY_PEER)) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (!authorities.toString().isEmpty()) {
                builder.trustManager(authorities.toFile());
            }
            if (!certificate.toString().isEmpty()) {
                String password = config.get(WebhookOptions.KEYFILE_PASSWORD);
                builder.keyManager(
                        certificate.toFile(),
                        config.get(WebhookOptions.KEYFILE).toFile(),
                        password.isEmpty() ? null : password);
            }
            return (JdkSslContext) builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "vmq_webhooks.cafile, certfile or keyfile cannot be used: " + e.getMessage(),
                    e);
        }
    }
}
