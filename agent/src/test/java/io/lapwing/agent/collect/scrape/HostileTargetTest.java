// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Endpoints that do not behave: each comes out as silence with its reason, and invents nothing. */
class HostileTargetTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(whyOf(URI.create("http://127.0.0.1:" + port + "/metrics")))
                .isEqualTo("nothing listens on 127.0.0.1:" + port + " (connection refused)");
    }

    @Test
    void anAnswerThatNeverComesIsWaitedForNoLongerThanTheTimeOut() throws IOException {
        assertThat(why(out -> {})).isEqualTo("no whole answer within 300 ms");
    }

    @Test
    void anAnswerThatTricklesIsCutOffAsAWhole() throws IOException {
        assertThat(
                        why(out -> {
                            out.write((HEAD + "Content-Length: 100000\r\n\r\n").getBytes(UTF_8));
                            for (int i = 0; i < 100_000; i++) {
                                out.write("a 1\n".getBytes(UTF_8));
                                out.flush();
                                aMoment();
                            }
                        }))
                .startsWith("no whole answer within 300 ms; ");
    }

    @Test
    void aLengthThatIsTooLongIsALie() throws IOException {
        assertThat(
                        why(out -> {
                            out.write((HEAD + "Content-Length: 500\r\n\r\na 1\n").getBytes(UTF_8));
                            out.close();
                        }))
                .isEqualTo("the answer ended after 4 of the 500 bytes it told of");
    }

    @Test
    void aLengthThatIsNoNumberIsRefused() throws IOException {
        assertThat(answered(HEAD + "Content-Length: many\r\n\r\na 1\n"))
                .isEqualTo("the answer tells a length that is no number: many");
    }

    @Test
    void chunksWithoutAnEndAreTooLarge() throws IOException {
        String line = "a{b=\"" + "x".repeat(1_000) + "\"} 1\n";
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
        assertThat(
                        whyOf(
                                out -> {
                                    out.write(
                                            (HEAD + "Transfer-Encoding: chunked\r\n\r\n")
                                                    .getBytes(UTF_8));
                                    byte[] many = chunk.repeat(64).getBytes(UTF_8);
                                    for (int i = 0; i < 10_000; i++) {
                                        out.write(many);
                                    }
                                },
                                Duration.ofSeconds(20)))
                .isEqualTo("the answer is larger than 16 MiB; nothing of it is kept");
    }

    @Test
    void chunksThatCannotBeReadAreRefused() throws IOException {
        assertThat(answered(HEAD + "Transfer-Encoding: chunked\r\n\r\nhello\r\n"))
                .isEqualTo("the answer is cut into pieces that cannot be read");
    }

    @Test
    void aPackedBombIsTooLarge() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        assertThat(
                        whyOf(
                                out -> {
                                    String head =
                                            HEAD + "Content-Encoding: gzip\r\nContent-Length: ";
                                    out.write((head + packed.size() + "\r\n\r\n").getBytes(UTF_8));
                                    out.write(packed.toByteArray());
                                },
                                Duration.ofSeconds(20)))
                .isEqualTo("the answer is larger than 16 MiB; nothing of it is kept");
    }

    @Test
    void whatIsNoMetricIsToldWithItsLine() throws IOException {
        assertThat(metrics("a 1\nb 2\n<html>no</html>\n"))
                .isEqualTo("line 3 is no metric: <html>no</html>");
        assertThat(metrics("a one\n")).isEqualTo("line 1 has no number: a one");
        assertThat(metrics("a{b=\"c} 1\n"))
                .isEqualTo("line 1 has labels without an end: a{b=\"c} 1");
        assertThat(metrics("a{b} 1\n")).startsWith("line 1 has a label that cannot be read");
        assertThat(metrics("# nothing\n")).isEqualTo("the answer holds no metric");
        assertThat(metrics("a" + "b".repeat(20_000) + " 1\n"))
                .isEqualTo("line 1 is longer than 16384 bytes");
    }

    @Test
    void aStatusOtherThan200IsTold() throws IOException {
        assertThat(answered("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("HTTP status 404: there is no such page; is the path right?");
        assertThat(answered("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("HTTP status 401: it wants another user, password or token");
        assertThat(answered("SSH-2.0-OpenSSH_9.2\r\n"))
                .isEqualTo("what answers does not speak HTTP");
    }

    @Test
    void aHeadWithoutAnEndIsRefused() throws IOException {
        assertThat(
                        whyOf(
                                out -> {
                                    out.write(HEAD.getBytes(UTF_8));
                                    out.write("X: y\r\n".repeat(10_000).getBytes(UTF_8));
                                },
                                Duration.ofSeconds(20)))
                .isEqualTo("the head of the answer does not end");
    }

    @Test
    void plainTextWhereTlsIsExpectedIsTold() throws IOException {
        try (ScriptedServer server = ScriptedServer.telling("a 1\n")) {
            URI secure = URI.create("https://127.0.0.1:" + server.url().getPort() + "/metrics");
            // the server waits for a line that TLS does not send
            assertThat(whyOf(secure)).isEqualTo("no whole answer within 300 ms");
        }
    }

    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    private static void aMoment() throws IOException {
        try {
            boolean unused = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String metrics(String body) throws IOException {
        return why(out -> out.write(ScriptedServer.ok(body)));
    }

    private static String answered(String all) throws IOException {
        return why(out -> {
            out.write(all.getBytes(UTF_8));
            out.flush();
        });
    }

    private static String why(ScriptedServer.Script script) throws IOException {
        return whyOf(script, Duration.ofMillis(300));
    }

    private static String whyOf(ScriptedServer.Script script, Duration timeout) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            return whyOf(server.url(), timeout);
        }
    }

    private static String whyOf(URI url) {
        return whyOf(url, Duration.ofMillis(300));
    }

    private static String whyOf(URI url, Duration timeout) {
        TargetWish wish = TestWishes.of(url, timeout);
        Samples samples = new Samples(false);
        try (AskedTarget target = AskedTarget.of(Clock.system(), wish)) {
            target.ask(100);
            assertThat(target.read(100, samples)).isEqualTo(Target.Answer.SILENT);
            assertThat(samples.size()).isZero();
            return target.why();
        }
    }
}
