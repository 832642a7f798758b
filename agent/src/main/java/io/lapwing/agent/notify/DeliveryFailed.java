// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

/** A bulletin did not arrive. Without a stack: the world's fault, not ours. */
final class DeliveryFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;
    private final long waitS;

    private DeliveryFailed(String why, boolean passing, long waitS) {
        super(why, null, false, false);
        this.passing = passing;
        this.waitS = waitS;
    }

    /** It may arrive when it is tried again. */
    static DeliveryFailed forNow(String why) {
        return new DeliveryFailed(why, true, 0);
    }

    /** The other side says how long to wait. */
    static DeliveryFailed forSeconds(String why, long waitS) {
        return new DeliveryFailed(why, true, waitS);
    }

    /** It will not arrive however often it is tried. */
    static DeliveryFailed forGood(String why) {
        return new DeliveryFailed(why, false, 0);
    }

    boolean passing() {
        return passing;
    }

    long waitS() {
        return waitS;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
