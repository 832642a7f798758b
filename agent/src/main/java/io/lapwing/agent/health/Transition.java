// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/**
 * One change of an alert's status.
 *
 * @param id rises by one with each transition of the process
 * @param alertNumber {@link Alert#number()}
 * @param alertEventId rises by one with each transition of the alert
 * @param lastedS how long the old status held
 * @param nonClearS how long the alert had been other than CLEAR, 0 when it was CLEAR
 * @param delayS how long its notification waits
 * @param notifyAtS when a notification may leave
 * @param updatesId the alert's transition before this one, 0 for none
 * @param culprits who was behind it when it was raised; nobody for other changes
 * @param updatedById the alert's transition after this one, 0 for none yet
 */
public record Transition(
        long id,
        int alertNumber,
        long alertEventId,
        String alertId,
        String name,
        String chart,
        String context,
        long atMs,
        Status from,
        Status to,
        double oldValue,
        double value,
        String units,
        String summary,
        String info,
        long lastedS,
        long nonClearS,
        int delayS,
        long notifyAtS,
        long updatesId,
        long updatedById,
        Culprits culprits,
        Rule rule) {
    Transition updatedBy(long newerId) {
        return new Transition(
                id,
                alertNumber,
                alertEventId,
                alertId,
                name,
                chart,
                context,
                atMs,
                from,
                to,
                oldValue,
                value,
                units,
                summary,
                info,
                lastedS,
                nonClearS,
                delayS,
                notifyAtS,
                updatesId,
                newerId,
                culprits,
                rule);
    }
}
