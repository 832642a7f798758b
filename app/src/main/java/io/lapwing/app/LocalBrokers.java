// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The brokers that run on this machine: told by their processes, and by an open port. */
final class LocalBrokers {
    /** Processes that are looked at. */
    static final int PROCESSES_MAX = 10_000;

    private static final int CONNECT_MILLIS = 300;
    private static final int COMMAND_BYTES_MAX = 4_096;

    /**
     * How a broker is known.
     *
     * @param word in the command line of its process
     * @param logs where its package puts the log; the first that can be read is followed
     */
    private record Sign(String name, String word, int port, String url, List<String> logs) {}

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(
                            "vernemq",
                            "vernemq",
                            8888,
                            "http://127.0.0.1:8888/metrics",
                            List.of("/var/log/vernemq/console.log")),
                    new Sign(
                            "mosquitto",
                            "mosquitto",
                            1883,
                            "mqtt://127.0.0.1:1883",
                            List.of("/var/log/mosquitto/mosquitto.log")));

    private LocalBrokers() {}

    /** The settings that watch what is found here. */
    static List<String> settings() {
        return settings(commands(Path.of("/proc")), LocalBrokers::isOpen);
    }

    /**
     * The settings that watch these.
     *
     * @param commands the command lines of all processes
     */
    static List<String> settings(List<String> commands, IntPredicate isOpen) {
        List<String> settings = new ArrayList<>();
        for (Sign sign : SIGNS) {
            boolean runs = commands.stream().anyMatch(command -> command.contains(sign.word));
            if (runs && isOpen.test(sign.port)) {
                settings.add("target." + sign.name + ".url=" + sign.url);
                sign.logs.stream()
                        .filter(log -> Files.isReadable(Path.of(log)))
                        .findFirst()
                        .ifPresent(log -> settings.add("target." + sign.name + ".log=" + log));
            }
        }
        return settings;
    }

    /** Without our own: a name in our arguments is no broker. */
    private static List<String> commands(Path proc) {
        List<String> commands = new ArrayList<>();
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path each : processes) {
                if (commands.size() < PROCESSES_MAX && !each.endsWith(own)) {
                    commands.add(command(each.resolve("cmdline")));
                }
            }
        } catch (IOException e) {
            return List.of(); // another system; then the operator names the URL
        }
        return commands;
    }

    private static String command(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(COMMAND_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
