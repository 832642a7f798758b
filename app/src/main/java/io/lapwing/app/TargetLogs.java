// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.log.LogState;
import io.lapwing.agent.log.LogWatch;
import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.agent.log.format.LogRefusal;
import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.broker.refusals.Refusals;
import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the logs of other brokers tell into the journal: the agent reads the lines and knows
 * no causes, the journal knows causes and no lines.
 */
final class TargetLogs implements AutoCloseable {
    /** A bridge sets bit 7 of its level. */
    private static final int WITHOUT_BRIDGE = 0x7F;

    private final Refusals journal;
    private final LogWatch logs;

    private TargetLogs(Path folder, Clock clock, Metrics metrics, Refusals journal)
            throws IOException {
        this.journal = journal;
        this.logs = LogWatch.start(folder, clock, metrics, this::heard);
    }

    /**
     * Follows nothing yet.
     *
     * @param data the data folder, which keeps up to where each log was read
     */
    static TargetLogs start(Path data, Clock clock, Metrics metrics, Refusals journal)
            throws IOException {
        return new TargetLogs(data.resolve("logs"), clock, metrics, journal);
    }

    /** Follows these from now on, and no others. */
    void set(List<LogWatch.Wish> wishes) {
        logs.set(wishes);
    }

    /** The logs that targets name. */
    static List<LogWatch.Wish> of(List<TargetWish> targets) {
        return targets.stream()
                .filter(each -> !each.log().isEmpty())
                .map(each ->
                        new LogWatch.Wish(each.name(), each.log(), LogFormat.of(each.logFormat())))
                .toList();
    }

    /** How each of them goes. */
    List<LogState> states() {
        return logs.states();
    }

    @Override
    public void close() {
        logs.close();
    }

    private void heard(String target, LogRefusal told) {
        journal.refused(refusal(target, told));
    }

    /** The same refusal as the journal keeps those of our own. */
    static Refusal refusal(String target, LogRefusal told) {
        Cause cause = Cause.of(told.cause());
        LogRefusal.Who who = told.who();
        return new Refusal(
                cause == null ? Cause.NOT_AUTHORIZED : cause,
                told.atMillis(),
                new Attempt(
                        "",
                        who.address(),
                        who.port(),
                        version(who.protocolLevel()),
                        who.protocolLevel(),
                        who.client(),
                        who.user()),
                told.because(),
                List.of(Check.failed("The log of " + target + " tells it", told.because())),
                null,
                new Heard(
                        target,
                        told.broker(),
                        told.line(),
                        told.told().reason3(),
                        told.told().reason5()));
    }

    private static @Nullable MqttVersion version(int level) {
        return Arrays.stream(MqttVersion.values())
                .filter(each -> level >= 0 && each.level() == (level & WITHOUT_BRIDGE))
                .findFirst()
                .orElse(null);
    }
}
