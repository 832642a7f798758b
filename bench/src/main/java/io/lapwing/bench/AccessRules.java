// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Authorizer;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A decision by an access file of 100,000 lines; as a program it tells the memory they take. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessRules {
    private static final int LINES = 100_000;

    /** Users with rules of their own; rules of everybody; rules that a wildcard leads to. */
    @Param({"users", "topics", "wildcards"})
    private String kind = "users";

    private @Nullable Admission admission;
    private @Nullable Authorizer rules;
    private Client[] clients = new Client[LINES];
    private String[] topics = new String[LINES];
    private int next;

    @Setup
    public void read() throws IOException {
        StringBuilder text = new StringBuilder("topic deny secret/#\npattern write own/%c/+\n");
        for (int i = 0; i < LINES; i++) {
            boolean users = kind.equals("users");
            clients[i] = new Client("client-" + i, users ? "user" + i / 10 : "user");
            String site = "site" + i % 100 + "/hall" + i / 100;
            topics[i] = kind.equals("wildcards") ? "x/" + i % 7 + "/" + i : site + "/pump" + i;
            if (users && i % 10 == 0) {
                text.append("user user").append(i / 10).append('\n');
            }
            text.append("topic readwrite ")
                    .append(kind.equals("wildcards") ? "+/+/" + i : topics[i])
                    .append('\n');
        }
        Path file = Files.createTempFile("rules", ".acl");
        Files.writeString(file, text);
        Clock clock = Clock.system();
        Admission started =
                Admission.start(
                        Config.of(Map.of("vmq_acl.acl_file", file.toString())),
                        clock,
                        new Metrics(),
                        new Events(clock),
                        Admission.Others.NONE);
        admission = started;
        rules = started.authorizer();
        Files.delete(file);
    }

    @TearDown
    public void close() {
        if (admission != null) {
            admission.close();
        }
    }

    @Benchmark
    public Decision allowed() {
        next = (next + 7_919) % LINES;
        return decide(clients[next], topics[next]);
    }

    @Benchmark
    public Decision denied() {
        next = (next + 7_919) % LINES;
        return decide(clients[next], "nowhere/" + next);
    }

    private Decision decide(Client client, String topic) {
        Authorizer asked = rules;
        if (asked == null) {
            throw new IllegalStateException("no rules were read");
        }
        return asked.publish(client, topic);
    }

    /** Prints the heap that the rules of each kind take. */
    public static void main(String[] args) throws IOException {
        for (String kind : new String[] {"users", "topics", "wildcards"}) {
            AccessRules bench = new AccessRules();
            bench.kind = kind;
            bench.read();
            bench.topics = new String[0];
            bench.clients = new Client[0];
            long with = used();
            bench.close();
            bench.admission = null;
            bench.rules = null;
            System.out.printf("%s: %.1f MB%n", kind, (with - used()) / 1e6);
        }
    }

    private static long used() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
