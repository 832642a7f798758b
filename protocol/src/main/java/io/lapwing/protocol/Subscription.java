// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** One topic filter of a SUBSCRIBE with its options (5.0 §3.8.3.1; MQTT 3 has the QoS alone). */
public record Subscription(
        String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {

    /** Retained messages are sent on every SUBSCRIBE, as in MQTT 3. */
    public static final int SEND_RETAINED = 0;

    /** Retained messages are sent only if the subscription is new. */
    public static final int SEND_RETAINED_IF_NEW = 1;

    /** Retained messages are not sent. */
    public static final int NEVER_SEND_RETAINED = 2;

    public Subscription(String filter, int qos) {
        this(filter, qos, false, false, SEND_RETAINED);
    }
}
