// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The broker as an operator starts it, in a process of its own, to be killed. */
final class Victim {
    private static final long START_MILLIS = 60_000;

    private final Process process;

    private Victim(Process process) {
        this.process = process;
    }

    /** Starts it in this folder, and waits until it is ready. */
    static Victim start(Path folder, int port, int httpPort, String... settings)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.lapwing.app.Main",
                                "start",
                                "--data",
                                "data"));
        List<String> sets =
                new ArrayList<>(
                        List.of(
                                "listener.tcp.default=127.0.0.1:" + port,
                                "listener.http.default=127.0.0.1:" + httpPort,
                                "allow_anonymous=on",
                                "max_offline_messages=-1",
                                "max_online_messages=-1",
                                "log.console=file"));
        sets.addAll(Arrays.asList(settings));
        sets.forEach(set -> words.addAll(List.of("--set", set)));
        File out = folder.resolve("out").toFile();
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out)
                        .start();
        Victim victim = new Victim(process);
        victim.awaitReady(out);
        return victim;
    }

    private void awaitReady(File out) throws IOException, InterruptedException {
        long until = System.nanoTime() + START_MILLIS * 1_000_000;
        while (!Files.readString(out.toPath()).contains("\nready")) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
                process.destroyForcibly();
                throw new IOException("does not start:\n" + Files.readString(out.toPath()));
            }
        }
    }

    /** As kill -9 does. */
    void killAfter(long millis) throws InterruptedException {
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the broker ended by itself");
        }
        process.destroyForcibly();
        process.waitFor();
    }
}
