// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.agent.log.format.Line;
import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.agent.log.format.LogParser;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A line of another broker's log, read: all refusals, as in a storm, or one of ten. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogLines {
    private static final int LINES = 1_000;

    @Param({"vernemq", "mosquitto", "emqx", "hivemq", "auto"})
    private String format = "";

    @Param({"1", "10"})
    private int refusalEvery;

    private byte[] log = new byte[0];
    private final int[] ends = new int[LINES];
    private final Line line = new Line();
    private @Nullable LogParser parser;

    @Setup
    public void write() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append(i % refusalEvery == 0 ? refusal(i) : other(i));
            ends[i] = text.length();
        }
        log = text.toString().getBytes(StandardCharsets.US_ASCII);
        parser = LogFormat.of(format).parser(ZoneOffset.UTC);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int read() {
        int found = 0;
        int start = 0;
        LogParser reader = parser;
        for (int end : ends) {
            found += reader != null && reader.read(line.set(log, start, end)) != null ? 1 : 0;
            start = end;
        }
        return found;
    }

    private String refusal(int i) {
        return switch (format) {
            case "mosquitto" ->
                    "2026-11-25T16:44:12: Client pump-" + i + " disconnected, not authorised.";
            case "emqx" ->
                    "2025-04-25T15:46:50.748735+00:00 [warning] tag: AUTHN, clientid: pump-"
                            + i
                            + ", msg: authentication_failure, peername: 10.0.0.7:60842, reason:"
                            + " bad_username_or_password, username: ann";
            case "hivemq" ->
                    "2024-05-27 10:00:00,123 - Client ID: pump-"
                            + i
                            + ", IP: 10.0.0.7 was disconnected. reason: Not authorized to connect."
                            + " Authentication failed..";
            default ->
                    "2024-05-27T03:49:11.752627+00:00 [warning] <0.309.0> vmq_mqtt_fsm:check_user/2"
                            + ":923: can't authenticate client {[],<<\"pump-"
                            + i
                            + "\">>} from 10.0.0.7:50123 due to invalid_credentials";
        };
    }

    private static String other(int i) {
        return "2024-05-27T03:49:11.752627+00:00 [warning] <0.309.0> vmq_mqtt_fsm:connected/2:401:"
                + " client {[],<<\"pump-"
                + i
                + "\">>} with username <<\"u\">> stopped due to keepalive expired";
    }
}
