// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Family;
import io.lapwing.protocol.CodeSet;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.ReasonCode;
import java.util.List;
import java.util.Locale;

/** What workers count, under VerneMQ's names where VerneMQ counts it. */
public final class SessionMetrics {
    static final String VERSION = "mqtt_version";

    /** 3.1 and 3.1.1, which VerneMQ counts together. */
    static final String VERSION_3 = "4";

    private static final String REASON = "reason_code";

    static final Family SOCKET_OPEN = plain("socket_open", "Connections accepted.");
    static final Family SOCKET_CLOSE = plain("socket_close", "Connections closed, by either side.");
    static final Family SOCKET_CLOSE_TIMEOUT =
            plain("socket_close_timeout", "Connections closed for want of a CONNECT in time.");
    static final Family SOCKET_ERROR = plain("socket_error", "Connections that broke.");
    static final Family BYTES_RECEIVED = plain("bytes_received", "Bytes read from clients.");
    static final Family BYTES_SENT = plain("bytes_sent", "Bytes handed to the network.");
    static final Family QUEUE_SETUP = plain("queue_setup", "Sessions begun.");
    static final Family QUEUE_TEARDOWN = plain("queue_teardown", "Sessions ended.");
    static final Family QUEUE_MESSAGE_IN =
            plain("queue_message_in", "Messages handed to sessions.");
    static final Family QUEUE_MESSAGE_OUT = plain("queue_message_out", "Messages sent to clients.");
    static final Family QUEUE_MESSAGE_DROP =
            plain(
                    "queue_message_drop",
                    "Messages dropped: the queue was full, or the client takes none so large.");
    static final Family QUEUE_MESSAGE_EXPIRED =
            plain("queue_message_expired", "Messages that expired in a queue.");
    static final Family QUEUE_MESSAGE_UNHANDLED =
            plain("queue_message_unhandled", "Messages for a session that had just ended.");
    static final Family TOO_LARGE_TO_SEND =
            plain(
                    "mqtt_packets_too_large_to_send",
                    "Answers not sent because the client takes no packet of their size.");
    static final Family ROUTER_MATCHES_LOCAL =
            plain("router_matches_local", "Subscriptions of this node that matched a message.");

    static final Family CONNECT_RECEIVED = versioned("mqtt_connect_received", "CONNECT received.");
    static final Family CONNACK_SENT_3 =
            Family.counter("mqtt_connack_sent", "CONNACK sent, by code.", VERSION, "return_code");
    static final Family CONNACK_SENT_5 =
            Family.counter("mqtt_connack_sent", "CONNACK sent, by code.", VERSION, REASON);
    static final Family PUBLISH_RECEIVED = versioned("mqtt_publish_received", "PUBLISH received.");
    static final Family PUBLISH_SENT = versioned("mqtt_publish_sent", "PUBLISH sent.");
    static final Family PUBLISH_AUTH_ERROR =
            versioned("mqtt_publish_auth_error", "PUBLISH that its sender was not allowed.");
    static final Family PUBLISH_ERROR =
            versioned("mqtt_publish_error", "PUBLISH that could not be routed.");
    static final Family SUBSCRIBE_RECEIVED =
            versioned("mqtt_subscribe_received", "SUBSCRIBE received.");
    static final Family SUBSCRIBE_AUTH_ERROR =
            versioned("mqtt_subscribe_auth_error", "Subscriptions that were not allowed.");
    static final Family SUBSCRIBE_ERROR =
            versioned("mqtt_subscribe_error", "SUBSCRIBE that could not be carried out.");
    static final Family SUBACK_SENT = versioned("mqtt_suback_sent", "SUBACK sent.");
    static final Family UNSUBSCRIBE_RECEIVED =
            versioned("mqtt_unsubscribe_received", "UNSUBSCRIBE received.");
    static final Family UNSUBSCRIBE_ERROR =
            versioned("mqtt_unsubscribe_error", "UNSUBSCRIBE that could not be carried out.");
    static final Family UNSUBACK_SENT = versioned("mqtt_unsuback_sent", "UNSUBACK sent.");
    static final Family PINGREQ_RECEIVED = versioned("mqtt_pingreq_received", "PINGREQ received.");
    static final Family PINGRESP_SENT = versioned("mqtt_pingresp_sent", "PINGRESP sent.");
    static final Family INVALID_MSG_SIZE =
            versioned("mqtt_invalid_msg_size_error", "Packets above the size limit.");
    static final Family PUBACK_INVALID =
            versioned("mqtt_puback_invalid_error", "PUBACK for no message in flight.");
    static final Family PUBREC_INVALID =
            Family.counter(
                    "mqtt_pubrec_invalid_error", "PUBREC for no message in flight.", VERSION);
    static final Family PUBCOMP_INVALID =
            versioned("mqtt_pubcomp_invalid_error", "PUBCOMP for no message in flight.");
    static final Family KEEPALIVE_EXPIRED =
            versioned("client_keepalive_expired", "Clients silent beyond their keep-alive.");

    static final Family CONNACK_LATENCY =
            Family.histogram(
                    "mqtt_connack_latency_microseconds",
                    "From the last byte of a CONNECT to its CONNACK.",
                    List.of(
                            50L,
                            100L,
                            250L,
                            500L,
                            1_000L,
                            2_500L,
                            5_000L,
                            10_000L,
                            25_000L,
                            50_000L,
                            100_000L,
                            250_000L,
                            500_000L,
                            1_000_000L,
                            2_500_000L,
                            5_000_000L));

    public static final Family ROUTER_SUBSCRIPTIONS =
            Family.gauge("router_subscriptions", "Subscriptions of all sessions.");
    public static final Family RETAIN_MESSAGES =
            Family.gauge("retain_messages", "Retained messages.");
    public static final Family RETAIN_MEMORY =
            Family.gauge("retain_memory", "Bytes of the retained messages.");
    public static final Family RETAIN_EXPIRED =
            Family.counter("retain_messages_expired", "Retained messages whose time was over.");
    public static final Family RETAIN_DROPPED =
            Family.counter(
                    "retain_messages_dropped",
                    "Messages delivered and not retained: their bounds were reached.");
    static final Family SHARED_QUEUE_MESSAGES =
            Family.gauge(
                    "shared_queue_messages",
                    "Messages in the queues of shared groups: no member of theirs took them.");
    public static final Family QUEUE_PROCESSES =
            Family.gauge("queue_processes", "Sessions, connected or not.");
    static final Family ACTIVE_CONNECTIONS =
            Family.gauge("active_mqtt_connections", "Clients that are connected.");
    static final Family TOTAL_ACTIVE_CONNECTIONS =
            Family.gauge("total_active_connections", "Clients that are connected, all transports.");
    static final Family PUBLISH_NOT_KEPT =
            versioned(
                    "mqtt_publish_not_stored",
                    "PUBLISH that were not acknowledged, or refused, because they could not be"
                            + " stored.");
    static final Family WRITES_NOT_KEPT =
            Family.counter(
                    "session_writes_not_stored", "Writes of workers that the store did not keep.");
    static final Family WORKER_BUGS =
            Family.counter("worker_bugs", "Faults of ours that cost one connection each.");

    /** What MQTT 3 counts without a code and MQTT 5 by reason code. */
    enum Acked {
        PUBACK_RECEIVED(PacketType.PUBACK, CodeSet.RECEIVED, "PUBACK received."),
        PUBACK_SENT(PacketType.PUBACK, CodeSet.RECEIVED, "PUBACK sent."),
        PUBREC_RECEIVED(PacketType.PUBREC, CodeSet.RECEIVED, "PUBREC received."),
        PUBREC_SENT(PacketType.PUBREC, CodeSet.RECEIVED, "PUBREC sent."),
        PUBREL_RECEIVED(PacketType.PUBREL, CodeSet.RELEASED, "PUBREL received."),
        PUBREL_SENT(PacketType.PUBREL, CodeSet.RELEASED, "PUBREL sent."),
        PUBCOMP_RECEIVED(PacketType.PUBCOMP, CodeSet.RELEASED, "PUBCOMP received."),
        PUBCOMP_SENT(PacketType.PUBCOMP, CodeSet.RELEASED, "PUBCOMP sent."),
        DISCONNECT_RECEIVED(PacketType.DISCONNECT, CodeSet.DISCONNECT, "DISCONNECT received."),
        DISCONNECT_SENT(PacketType.DISCONNECT, CodeSet.DISCONNECT, "DISCONNECT sent."),
        AUTH_RECEIVED(PacketType.AUTH, CodeSet.AUTH, "AUTH received."),
        AUTH_SENT(PacketType.AUTH, CodeSet.AUTH, "AUTH sent.");

        final int type;
        final CodeSet codes;
        final Family mqtt3;
        final Family mqtt5;

        Acked(int type, CodeSet codes, String help) {
            this.type = type;
            this.codes = codes;
            String name = "mqtt_" + name().toLowerCase(Locale.ROOT);
            mqtt3 = Family.counter(name, help, VERSION);
            mqtt5 = Family.counter(name, help, VERSION, REASON);
        }

        /** Whether MQTT 3 has such a packet too. */
        boolean isInMqtt3() {
            return type != PacketType.AUTH;
        }

        /** The code's word in this packet: 0 is a normal goodbye in one, success in the others. */
        String label(ReasonCode reason) {
            return codes == CodeSet.DISCONNECT && reason == ReasonCode.SUCCESS
                    ? "normal_disconnect"
                    : reason.label();
        }
    }

    private SessionMetrics() {}

    private static Family plain(String name, String help) {
        return Family.counter(name, help);
    }

    private static Family versioned(String name, String help) {
        return Family.counter(name, help, VERSION);
    }
}
