// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.export.Exports;
import io.lapwing.agent.notify.Notifications;
import io.lapwing.agent.silence.Silences;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.broker.BrokerView;

/** Where the answers come from. */
public record Sources(
        Config config,
        Clock clock,
        Metrics metrics,
        Events events,
        BrokerView broker,
        AgentView agent,
        Silences silences,
        Notifications notifications,
        Exports exports,
        LogLevels log,
        NodeInfo node) {}
