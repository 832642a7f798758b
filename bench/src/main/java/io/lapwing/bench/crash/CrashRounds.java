// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Starts the broker, lets publishers, persistent subscribers and wanderers act on it, kills it at a
 * random moment, and goes on with the next round on what is left. Whatever was acknowledged must be
 * there: see the actors.
 */
public final class CrashRounds {
    private static final int LIVES_MILLIS_MIN = 150;
    private static final int LIVES_MILLIS_MORE = 1_200;

    private final Path folder;
    private final String[] settings;
    private final Random random;
    private final int httpPort = freePort();
    private final Ledger ledger = new Ledger(freePort());
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Wanderer> wanderers = new ArrayList<>();

    /**
     * @param settings of the broker, each {@code KEY=VALUE}
     */
    CrashRounds(Path folder, long seed, String... settings) {
        this.folder = folder;
        this.settings = settings;
        this.random = new Random(seed);
        publishers.add(new Publisher(ledger, "p-1-311", MqttVersion.V3_1_1, 1));
        publishers.add(new Publisher(ledger, "p-1-5", MqttVersion.V5, 1));
        publishers.add(new Publisher(ledger, "p-2-311", MqttVersion.V3_1_1, 2));
        publishers.add(new Publisher(ledger, "p-2-5", MqttVersion.V5, 2));
        subscribers.add(new Subscriber(ledger, "s-here-311", MqttVersion.V3_1_1, 1));
        subscribers.add(new Subscriber(ledger, "s-here-5", MqttVersion.V5, 1));
        subscribers.add(new Subscriber(ledger, "s-away-5", MqttVersion.V5, 3));
        wanderers.add(new Wanderer(ledger, "w-311", MqttVersion.V3_1_1, random.nextLong()));
        wanderers.add(new Wanderer(ledger, "w-5", MqttVersion.V5, random.nextLong()));
    }

    /** What the rounds have counted, and found. */
    Ledger run(int rounds) throws IOException, InterruptedException {
        Victim victim = start();
        for (Subscriber each : subscribers) {
            each.begin();
        }
        for (int round = 0; round < rounds; round++) {
            ledger.beginRound();
            victim = round == 0 ? victim : start();
            List<Thread> acting = new ArrayList<>();
            actors().forEach(actor -> acting.add(Thread.ofPlatform().start(actor::round)));
            victim.killAfter(LIVES_MILLIS_MIN + random.nextInt(LIVES_MILLIS_MORE));
            for (Thread each : acting) {
                each.join();
            }
        }
        ledger.beginRound();
        victim = start();
        try {
            end();
        } finally {
            victim.killAfter(0);
        }
        return ledger;
    }

    private void end() throws IOException {
        for (Publisher each : publishers) {
            each.end();
        }
        for (Subscriber each : subscribers) {
            each.end(publishers);
        }
        for (Wanderer each : wanderers) {
            each.end();
        }
    }

    private List<Actor> actors() {
        List<Actor> all = new ArrayList<>(publishers);
        all.addAll(subscribers);
        all.addAll(wanderers);
        return all;
    }

    private Victim start() throws IOException, InterruptedException {
        return Victim.start(folder, ledger.port, httpPort, settings);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    /** Rounds, seed (any for 0), settings of the broker. */
    public static void main(String[] words) throws IOException, InterruptedException {
        int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 100;
        long seed = words.length > 1 ? Long.parseLong(words[1]) : 0;
        seed = seed == 0 ? System.nanoTime() : seed;
        String[] settings =
                List.of(words)
                        .subList(Math.min(2, words.length), words.length)
                        .toArray(String[]::new);
        Path folder = Files.createTempDirectory("lapwing-crash");
        System.out.println("seed " + seed + ", in " + folder);
        Ledger ledger = new CrashRounds(folder, seed, settings).run(rounds);
        ledger.counts().forEach((what, count) -> System.out.printf("%,12d %s%n", count, what));
        ledger.faults().forEach(fault -> System.out.println("FAULT " + fault));
        System.out.println(ledger.faults().isEmpty() ? "nothing was lost" : "FAILED");
        System.exit(ledger.faults().isEmpty() ? 0 : 1);
    }
}
