// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Transition;

/** Whoever knows more about an alert than its number. Asked on the notifier's thread. */
@FunctionalInterface
public interface Background {
    /** Knows nothing. */
    Background NONE = (alert, transition) -> Notice.Findings.NONE;

    Notice.Findings of(Alert alert, Transition transition);
}
