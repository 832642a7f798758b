// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.TargetView;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Request;
import java.util.List;

/** How the programs stand that are watched. */
final class TargetsApi {
    private final AgentView agent;

    TargetsApi(AgentView agent) {
        this.agent = agent;
    }

    /** GET /api/targets. */
    Answer list(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.Targets(views(agent)));
    }

    static List<Api.Target> views(AgentView agent) {
        return agent.targets().stream().map(TargetsApi::view).toList();
    }

    private static Api.Target view(TargetView target) {
        return new Api.Target(
                target.name(),
                target.address(),
                target.kind().label(),
                target.cluster(),
                target.state().name(),
                target.why(),
                target.sinceS() * 1_000,
                target.toldS() * 1_000,
                target.series(),
                target.leftOut(),
                target.charts());
    }
}
