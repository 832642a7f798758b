// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.protocol.ReturnCode;

/**
 * The six families of VerneMQ that have the code of a CONNACK of MQTT 3 in their name. Dashboards
 * still draw them; they say the same as {@code mqtt_connack_sent} by return code.
 */
final class OldConnacks {
    private OldConnacks() {}

    static void register(Metrics metrics) {
        for (ReturnCode code : ReturnCode.values()) {
            Series counted =
                    metrics.series(
                            SessionMetrics.CONNACK_SENT_3, SessionMetrics.VERSION_3, code.label());
            metrics.gauge(family(code), () -> metrics.value(counted), SessionMetrics.VERSION_3);
        }
    }

    private static Family family(ReturnCode code) {
        return Family.counter(
                "mqtt_connack_" + name(code) + "_sent",
                "CONNACK of MQTT 3 with code " + code.code() + "; also in mqtt_connack_sent.",
                SessionMetrics.VERSION);
    }

    private static String name(ReturnCode code) {
        return switch (code) {
            case ACCEPTED -> "accepted";
            case UNACCEPTABLE_PROTOCOL_VERSION -> "unacceptable_protocol";
            case IDENTIFIER_REJECTED -> "identifier_rejected";
            case SERVER_UNAVAILABLE -> "server_unavailable";
            case BAD_USERNAME_OR_PASSWORD -> "bad_credentials";
            case NOT_AUTHORIZED -> "not_authorized";
        };
    }
}
