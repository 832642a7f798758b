// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.log.LogMetrics;
import io.lapwing.base.Family;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.broker.net.Net;
import io.lapwing.protocol.MqttVersion;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One start, a few seconds of everyday work, and a stop, on ports and in a folder of its own. The
 * JVM learns from it which classes a start needs and which methods are worth compiling first, and
 * the manual which metrics there are.
 */
final class Rehearsal {
    private static final int ROUNDS = 200;
    private static final int BATCHES = 150;
    private static final int BATCH = 50;
    private static final int LOOKS = 10;
    private static final List<String> LOOKED_AT =
            List.of(
                    "/",
                    "/metrics",
                    "/api/snapshot",
                    "/api/refusals",
                    "/api/v1/alarms",
                    "/api/v1/data?chart=lapwing_local.refusals&after=-900");
    private static final String USER = "rehearsal";
    private static final String PASSWORD = "rehearsal";
    private static final List<String> SETTINGS =
            List.of(
                    "log.console=file",
                    "listener.tcp.default=127.0.0.1:0",
                    "listener.http.default=127.0.0.1:0",
                    "notify.rehearsal=webhook", // so that the manual knows what is counted of one
                    "notify.rehearsal.alerts=none",
                    "notify.rehearsal.url=http://127.0.0.1:9",
                    "export.rehearsal=json", // the same
                    "export.rehearsal.only=none",
                    "export.rehearsal.url=http://127.0.0.1:9");

    private Rehearsal() {}

    static int run() throws IOException, StartFailed {
        return with(program -> {
            play(program);
            return Main.DONE;
        });
    }

    /** What a broker does all day: logins, refusals, messages, and somebody looking at the page. */
    private static void play(Program program) {
        InetSocketAddress broker = address(program.broker().listeners().getFirst().address());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (MqttVersion version : MqttVersion.values()) {
                    login(broker, version);
                    refusal(broker, version);
                }
            }
            for (MqttVersion version : MqttVersion.values()) {
                messages(broker, version);
            }
            look(program.web().bound().getFirst().address());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a start-up cache made of half a play is none
        }
    }

    private static void login(InetSocketAddress broker, MqttVersion version) throws IOException {
        try (RehearsalClient client = new RehearsalClient(broker, version)) {
            client.connect(USER, PASSWORD);
            client.subscribe("rehearsal/#", 1);
        }
    }

    private static void refusal(InetSocketAddress broker, MqttVersion version) throws IOException {
        try (RehearsalClient client = new RehearsalClient(broker, version)) {
            client.connect(USER, "not " + PASSWORD);
        }
    }

    private static void messages(InetSocketAddress broker, MqttVersion version) throws IOException {
        for (int qos = 0; qos <= 2; qos++) {
            try (RehearsalClient client = new RehearsalClient(broker, version)) {
                client.connect(USER, PASSWORD);
                client.subscribe("rehearsal/" + qos, qos);
                for (int batch = 0; batch < BATCHES; batch++) {
                    client.publish("rehearsal/" + qos, qos, BATCH);
                }
            }
        }
    }

    private static void look(InetSocketAddress page) throws IOException {
        String url = "http://127.0.0.1:" + page.getPort();
        for (int round = 0; round < LOOKS; round++) {
            for (String path : LOOKED_AT) {
                try (InputStream body = URI.create(url + path).toURL().openStream()) {
                    body.readAllBytes();
                }
            }
        }
    }

    private static InetSocketAddress address(String shown) {
        int port = Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1));
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Every family of metrics that a started program has. */
    static List<Family> metrics() throws IOException, StartFailed {
        List<Family> families =
                new ArrayList<>(
                        with(program ->
                                program.metrics().series().stream()
                                        .map(Series::family)
                                        .distinct()
                                        .toList()));
        families.addAll(LogMetrics.ALL); // counted of targets only, and a rehearsal has none
        families.add(Net.TLS_SECONDS_LEFT); // of listeners with TLS only
        return List.copyOf(families);
    }

    private static <R> R with(Function<Program, R> use) throws IOException, StartFailed {
        Path folder = Files.createTempDirectory("lapwing-rehearsal");
        Path users = folder.resolve("users");
        PasswordFileWriter.put(users, USER, PASSWORD);
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("vmq_passwd.password_file=" + users);
        try (Program program =
                Program.start(
                        Settings.of(null, settings, folder),
                        new PrintStream(OutputStream.nullOutputStream()))) {
            return use.apply(program);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
