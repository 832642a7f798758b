// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;

/**
 * The limits of connections and sessions, as configured.
 *
 * @param packetBytesMax largest packet of a connected client
 * @param connectBytesMax largest CONNECT
 */
record Limits(
        int packetBytesMax,
        int connectBytesMax,
        int connectTimeoutSeconds,
        int topicDepthMax,
        int subscriptionsMax,
        int qosMax,
        boolean retainAvailable) {

    static final int PACKET_BYTES_MAX = 268_435_455 + 5; // 5.0 §2.1.4

    static Limits of(Config config) {
        int packet = config.get(SessionOptions.MAX_MESSAGE_SIZE);
        long timeout = config.get(SessionOptions.CONNECT_TIMEOUT).toMillis();
        return new Limits(
                packet == 0 ? PACKET_BYTES_MAX : packet,
                config.get(SessionOptions.MAX_CONNECT_SIZE),
                (int) Math.ceilDiv(timeout, 1_000L),
                config.get(AdmissionOptions.TOPIC_MAX_DEPTH),
                config.get(SessionOptions.MAX_SUBSCRIPTIONS_PER_CLIENT),
                config.get(AdmissionOptions.MAX_QOS),
                config.get(AdmissionOptions.RETAIN_AVAILABLE));
    }
}
