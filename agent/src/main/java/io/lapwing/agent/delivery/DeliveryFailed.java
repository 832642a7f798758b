// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.delivery;

/** Something did not arrive. Without a stack: the world's fault, not ours. */
public final class DeliveryFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;
    private final long waitS;

    private DeliveryFailed(String why, boolean passing, long waitS) {
        super(why, null, false, false);
        this.passing = passing;
        this.waitS = waitS;
    }

    /** It may arrive when it is tried again. */
    public static DeliveryFailed forNow(String why) {
        return new DeliveryFailed(why, true, 0);
    }

    /** The other side says how long to wait. */
    public static DeliveryFailed forSeconds(String why, long waitS) {
        return new DeliveryFailed(why, true, waitS);
    }

    /** It will not arrive however often it is tried. */
    public static DeliveryFailed forGood(String why) {
        return new DeliveryFailed(why, false, 0);
    }

    public boolean passing() {
        return passing;
    }

    public long waitS() {
        return waitS;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
