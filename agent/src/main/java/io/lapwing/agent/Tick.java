// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.AlertCounts;
import java.util.List;

/**
 * A second that has been sampled and evaluated.
 *
 * @param timeS the epoch second
 * @param lateMs how long after the second it was sampled
 * @param changed alerts whose status changed in it
 * @param raised alerts in WARNING or CRITICAL after it
 * @param counts how many of the others are clear after it
 */
public record Tick(
        long timeS, long lateMs, List<Alert> changed, List<Alert> raised, AlertCounts counts) {}
