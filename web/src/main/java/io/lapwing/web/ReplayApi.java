// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.FailedRule;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.Transition;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;

/** What a rule would have done, on the history there is. */
final class ReplayApi {
    private static final long DAY_S = 86_400;
    private static final long BACK_MAX_S = 31 * DAY_S;
    private static final int NAME_MAX = 300;
    private static final int RULE_MAX = 16_000;

    private final AgentView agent;

    ReplayApi(AgentView agent) {
        this.agent = agent;
    }

    /** GET /api/replay?rule=NAME&after=-SECONDS: a rule in force. */
    Answer inForce(Request request) {
        request.knowsOnly("rule", "after");
        String rule = request.text("rule", "");
        if (rule.isEmpty()) {
            throw HttpError.wrong("rule", "is missing: the name of a rule, as /api/alerts has it");
        }
        return answer(
                RuleSet.of("replay", ""), rule, -request.number("after", -DAY_S, -BACK_MAX_S, -1));
    }

    /** POST /api/replay: a rule that is only thought of, in the words of a rule file. */
    Answer thoughtOf(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("text", "rule", "for_seconds");
        String text = fields.text("text", RULE_MAX);
        if (text == null) {
            throw HttpError.wrong("text", "is missing: the lines of a rule");
        }
        RuleSet set = RuleSet.of("replay", text);
        if (!set.failed().isEmpty()) {
            FailedRule failed = set.failed().getFirst();
            throw new HttpError(400, "line " + failed.line() + ": " + failed.error());
        }
        if (set.names().isEmpty()) {
            throw HttpError.wrong("text", "holds no rule");
        }
        String name = fields.text("rule", NAME_MAX);
        Long back = fields.number("for_seconds", 1, BACK_MAX_S);
        return answer(
                set, name == null ? set.names().getLast() : name, back == null ? DAY_S : back);
    }

    private Answer answer(RuleSet others, String rule, long backS) {
        Replay.Report report;
        try {
            report = agent.replay(others, rule, backS);
        } catch (IllegalArgumentException e) {
            throw HttpError.notFound(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new HttpError(503, String.valueOf(e.getMessage()));
        }
        return Answer.json(
                new Api.Replayed(
                        report.rule(),
                        report.fromS() * 1_000,
                        report.toS() * 1_000,
                        report.seconds(),
                        report.whole(),
                        report.alerts().size(),
                        report.raises(),
                        report.transitions().stream().map(ReplayApi::turn).toList()));
    }

    private static Api.Turn turn(Transition transition) {
        return new Api.Turn(
                transition.alertId(),
                transition.atMs(),
                transition.from().name(),
                transition.to().name(),
                transition.value(),
                transition.lastedS());
    }
}
