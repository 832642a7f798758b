// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.bench.soak.Vitals.Reading;
import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Works a running broker in all ways at once, looks that nothing acknowledged is lost and QoS 2
 * comes exactly once, and reads what the broker's process uses all the while.
 *
 * <p>Ends with 0 when all is well, with 1 when something was lost or grew, with 2 when it could not
 * be tried. {@code bench/soak} starts a broker for it.
 */
final class Soak {
    private static final long READING_MILLIS = 5_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(60);

    private final Ground ground;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private Soak(int port) {
        this.ground = new Ground(port);
    }

    /** PORT of MQTT, PID of the broker, MINUTES. */
    public static void main(String[] words) throws InterruptedException {
        int code = 2;
        try {
            int port = Integer.parseInt(words[0]);
            long pid = Long.parseLong(words[1]);
            long seconds = Math.round(Double.parseDouble(words[2]) * 60);
            code = new Soak(port).run(pid, Duration.ofSeconds(seconds)) ? 0 : 1;
        } catch (IOException e) {
            System.out.println("cannot be tried: " + e);
        }
        System.exit(code);
    }

    private boolean run(long pid, Duration time) throws IOException, InterruptedException {
        Vitals vitals = new Vitals(pid);
        cast();
        actors.forEach(actor -> threads.add(Thread.ofVirtual().start(() -> perform(actor))));
        long begin = System.nanoTime();
        System.out.println("seconds  heap MiB  direct MiB  resident MiB  threads  files");
        for (long passed = 0; passed < time.toNanos(); passed = System.nanoTime() - begin) {
            boolean unused = ground.pause(READING_MILLIS);
            look(vitals, (System.nanoTime() - begin) / 1_000_000_000L);
        }
        ground.end();
        for (Thread thread : threads) {
            if (!thread.join(LAST_WORDS)) {
                ground.fault("an actor does not come to an end");
            }
        }
        return verdict();
    }

    /** Who takes part. */
    private void cast() throws IOException {
        for (MqttVersion from : MqttVersion.values()) {
            for (int qos = 0; qos <= 2; qos++) {
                actors.add(new Pair(ground, from, MqttVersion.V5, qos, 1, 4));
                actors.add(new Pair(ground, from, MqttVersion.V3_1_1, qos, 1, 4));
            }
            for (int qos = 1; qos <= 2; qos++) {
                BlockingQueue<Long> last = new LinkedBlockingQueue<>();
                String topic = "soak/kept-sessions/" + from + "/" + qos;
                actors.add(new Receiver(ground, from, topic, qos, last));
                actors.add(new Sender(ground, from, topic, qos, last));
            }
            actors.add(new Keeper(ground, from));
            actors.add(new Dawdler(ground, from));
            actors.add(new Comer(ground, from, 1));
            actors.add(new Comer(ground, from, 2));
        }
        actors.add(new Pair(ground, MqttVersion.V3_1_1, MqttVersion.V5, 0, 60, 20));
        actors.add(new Pair(ground, MqttVersion.V5, MqttVersion.V3_1_1, 1, 60, 20));
    }

    private void perform(Actor actor) {
        try {
            actor.act();
        } catch (IOException | RuntimeException e) {
            ground.fault(actor.getClass().getSimpleName() + " cannot go on: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Vitals vitals, long seconds) throws IOException, InterruptedException {
        Reading reading = vitals.read();
        readings.add(reading);
        System.out.printf(
                Locale.ROOT,
                "%7d %9.1f %11.1f %13.1f %8d %6d%n",
                seconds,
                mib(reading.heapKib()),
                mib(reading.directKib()),
                mib(reading.residentKib()),
                reading.threads(),
                reading.files());
    }

    private boolean verdict() {
        ground.counts().forEach((what, count) -> System.out.println(count + " " + what));
        List<String> growth = Growth.judge(readings);
        growth.forEach(System.out::println);
        ground.faults().forEach(fault -> System.out.println("FAULT " + fault));
        boolean well = ground.faults().isEmpty() && !Growth.grows(growth);
        System.out.println(well ? "PASSED" : "FAILED");
        return well;
    }

    private static double mib(long kib) {
        return kib / 1_024.0;
    }
}
