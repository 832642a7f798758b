// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/**
 * When the change of an alert may be notified. A change while the wait for the one before still
 * runs makes the waits longer, up to a limit. Owned by the agent's thread.
 */
final class NotifyDelay {
    private final Delay rule;
    private double upS;
    private double downS;
    private int delayS;
    private long untilS;

    NotifyDelay(Delay rule) {
        this.rule = rule;
    }

    void onChange(long second, Status from, Status to) {
        if (from == Status.UNINITIALIZED && to == Status.CLEAR) {
            // A program that has just started has nothing to calm down from.
            return;
        }
        if (second > untilS) {
            upS = rule.upS();
            downS = rule.downS();
        } else {
            upS = Math.min(upS * rule.multiplier(), rule.maxS());
            downS = Math.min(downS * rule.multiplier(), rule.maxS());
        }
        delayS = (int) (to.number() > from.number() ? upS : downS);
        untilS = second + delayS;
    }

    int delayS() {
        return delayS;
    }

    long untilS() {
        return untilS;
    }

    void forgetFrom(long second) {
        untilS = Math.min(untilS, second);
    }
}
