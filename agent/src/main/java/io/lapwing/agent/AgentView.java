// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.FailedRule;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleNote;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.agent.series.Line;
import io.lapwing.base.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the agent tells others. Every answer is a snapshot. Any thread may ask, also a listener of
 * {@link #onTick} while it is called.
 */
public interface AgentView {
    /** Other programs that are watched, in the order they were named. */
    List<TargetView> targets();

    /** All charts, in the order of their priority. */
    List<ChartInfo> charts();

    /** The chart with this id, this name, or this id without the part before the dot. */
    Optional<ChartInfo> chart(String id);

    /** Empty when there is no such chart. */
    Optional<DataAnswer> data(DataQuery query);

    /** The newest value of a dimension, by its id or name; NaN when there is none. */
    double latest(String chart, String dimension);

    /** All alerts: the raised first, the worst first. */
    List<Alert> alerts();

    /**
     * {@code $this} of an alert for each second from {@code fromS} to {@code toS}, both included.
     */
    Line alertValues(String alertId, long fromS, long toS);

    /** Newest first, those with an id above {@code afterId}; of one chart, or of all if empty. */
    List<Transition> transitions(long afterId, String chart);

    /** Rules that are off because of an error. */
    List<FailedRule> failedRules();

    /** Lines of rules that run, and what they cannot mean here. */
    List<RuleNote> ruleNotes();

    /** Who is behind an alert in this time, as far as anybody knows. */
    Culprits culprits(Alert alert, long fromMs, long toMs);

    /**
     * What a rule would have done, on the seconds that memory and disk hold. Waits for it.
     *
     * @param others rules that come before those in force; may be none
     * @param name of a rule of these or of those
     * @param backS how many seconds back it is to begin
     * @throws IllegalArgumentException when there is no such rule
     * @throws IllegalStateException when others are at work, or the rule looks at too many charts
     */
    Replay.Report replay(RuleSet others, String name, long backS);

    /** The last second sampled; 0 before the first. */
    long lastTickS();

    /** Calls back after each second's sampling and evaluation; the listener must return quickly. */
    Subscription onTick(Consumer<Tick> listener);
}
