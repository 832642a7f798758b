// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program as an operator starts it, in a JVM of its own on free ports and in a folder of its
 * own. For tests that look at it from outside.
 */
public final class RunningLapwing implements AutoCloseable {
    /** A folder on the class path of the program, below the folder it runs in. */
    static final String PLUGINS = "plugins";

    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** What a command left when it ended. */
    public record Ended(int code, String out, String err) {}

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private final int mqttPort;
    private final int httpPort;

    private RunningLapwing(Path folder, int mqttPort, int httpPort, List<String> words)
            throws IOException {
        this.folder = folder;
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
        this.process = launch(folder, CLASS_PATH, words);
    }

    /** Starts with these settings, each {@code KEY=VALUE}, and waits for {@code ready}. */
    public static RunningLapwing start(String... sets) {
        return startIn(temporaryFolder(), sets);
    }

    /** Starts in this folder; its data goes to {@code data} below it. */
    public static RunningLapwing startIn(Path folder, String... sets) {
        int mqttPort = freePort();
        int httpPort = freePort();
        List<String> words = new ArrayList<>(List.of("start", "--data", "data"));
        words.addAll(
                List.of(
                        "--set", "listener.tcp.default=127.0.0.1:" + mqttPort,
                        "--set", "listener.http.default=127.0.0.1:" + httpPort));
        Arrays.stream(sets).forEach(set -> words.addAll(List.of("--set", set)));
        try {
            RunningLapwing running = new RunningLapwing(folder, mqttPort, httpPort, words);
            running.awaitReady();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the agent alone with these words, in this folder. */
    public static RunningLapwing watch(Path folder, String... given) {
        int httpPort = freePort();
        List<String> words = new ArrayList<>(List.of("watch", "--data", "data"));
        words.addAll(List.of("--set", "listener.http.default=127.0.0.1:" + httpPort));
        words.addAll(List.of(given));
        try {
            RunningLapwing running = new RunningLapwing(folder, 0, httpPort, words);
            running.awaitReady();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command that ends by itself, in this folder, and feeds it this input. */
    public static Ended run(Path folder, String input, String... words) {
        return run(folder, CLASS_PATH, input, words);
    }

    /** Runs a command with an incomplete program: without the libraries of this name. */
    public static Ended runWithout(String library, Path folder, String... words) {
        String left =
                Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                        .filter(entry -> !entry.contains(library))
                        .collect(Collectors.joining(File.pathSeparator));
        return run(folder, left, "", words);
    }

    private static Ended run(Path folder, String classPath, String input, String... words) {
        try {
            Process process = launch(folder, classPath, List.of(words));
            try (var in = process.outputWriter()) {
                in.write(input);
            }
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + String.join(" ", words));
            }
            return new Ended(process.exitValue(), text(folder, "out"), text(folder, "err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A port that nobody listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int mqttPort() {
        return mqttPort;
    }

    public int httpPort() {
        return httpPort;
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** The folder it runs in; relative files start from here. */
    public Path folder() {
        return folder;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url(path)).GET());
    }

    /** The JSON that is there, which must be. */
    public JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** How late the machine, which may be busy, let the agent see its latest seconds. */
    public Duration lateness() {
        JsonNode data =
                json(
                        "/api/v1/data?chart=lapwing_local.agent_tick_lateness&after=-10&points=1"
                                + "&group=max&options=unaligned");
        return Duration.ofMillis(data.get("data").get(0).get(1).asLong());
    }

    /** A call that changes something, with the header such calls need. */
    public HttpResponse<String> call(String method, String path, String body) {
        return send(
                HttpRequest.newBuilder(url(path))
                        .header("X-Lapwing", "1")
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    /** All of standard output so far: the banner, and log lines. */
    public String out() {
        return text(folder, "out");
    }

    /** All of standard error so far. */
    public String err() {
        return text(folder, "err");
    }

    /** The log file so far. */
    public String log() {
        return text(folder, "data/log/console.log");
    }

    /** Asks it to end, as Ctrl-C does, and waits: the exit code. */
    public int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not stop; its log:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends it as kill -9 does. Its folder stays. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } finally {
            http.close();
            delete(folder);
        }
    }

    public static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("lapwing-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        await("ready")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> out().contains("\nready\n") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + err() + out());
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** With the launcher's options, but compiled lightly: a test's life is short. */
    private static Process launch(Path folder, String classPath, List<String> words)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Duser.home=" + folder,
                        "-cp",
                        folder.resolve(PLUGINS) + File.pathSeparator + classPath,
                        "io.lapwing.app.Main"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(file(folder, "out"))
                .redirectError(file(folder, "err"))
                .start();
    }

    private static File file(Path folder, String name) {
        return folder.resolve(name).toFile();
    }

    private static String text(Path folder, String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
