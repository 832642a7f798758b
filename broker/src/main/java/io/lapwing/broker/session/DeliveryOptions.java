// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about the flow of messages: windows, queues, rates. */
public final class DeliveryOptions {
    static final String LIFO = "lifo";

    private static final int IDS = 65_535;
    private static final int QUEUE_MAX = 100_000_000;

    static final Option<Integer> MAX_INFLIGHT_MESSAGES =
            Option.integer(
                    "max_inflight_messages",
                    20,
                    0,
                    IDS,
                    "QoS 1 and 2 messages on their way to one MQTT 3 client at a time; 0 for all"
                            + " packet ids. An MQTT 5 client says itself how many it takes.");
    static final Option<Integer> RECEIVE_MAX_CLIENT =
            Option.integer(
                    "receive_max_client",
                    IDS,
                    1,
                    IDS,
                    "QoS 1 and 2 messages on their way to one MQTT 5 client at a time, if it"
                            + " allows as many.");
    static final Option<Integer> RECEIVE_MAX_BROKER =
            Option.integer(
                    "receive_max_broker",
                    IDS,
                    1,
                    IDS,
                    "QoS 2 messages one MQTT 5 client may have sent and not released; told in"
                            + " CONNACK. A client that sends more is disconnected.");
    static final Option<Integer> TOPIC_ALIAS_MAX_CLIENT =
            Option.integer(
                    "topic_alias_max_client",
                    10,
                    0,
                    IDS,
                    "Topic aliases an MQTT 5 client may set for what it publishes; 0 for none.");
    static final Option<Integer> TOPIC_ALIAS_MAX_BROKER =
            Option.integer(
                    "topic_alias_max_broker",
                    10,
                    0,
                    IDS,
                    "Topic aliases the broker sets for what it sends to one MQTT 5 client, if that"
                            + " allows as many; 0 for none.");
    static final Option<Duration> RETRY_INTERVAL =
            Option.seconds(
                    "retry_interval",
                    Duration.ofSeconds(20),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "An MQTT 3 client that has not answered a QoS 1 or 2 message for so long gets"
                            + " it again; 0 for never.");
    static final Option<Integer> MAX_ONLINE_MESSAGES =
            Option.integer(
                    "max_online_messages",
                    1_000,
                    -1,
                    QUEUE_MAX,
                    "Messages that may wait for one connected client beside those in flight; more"
                            + " are dropped and counted. -1 for any number.");
    static final Option<Integer> MAX_OFFLINE_MESSAGES =
            Option.integer(
                    "max_offline_messages",
                    1_000,
                    -1,
                    QUEUE_MAX,
                    "QoS 1 and 2 messages that may wait for one client that is away. -1 for any"
                            + " number.");
    static final Option<Boolean> OVERRIDE_MAX_ONLINE_MESSAGES =
            Option.flag(
                    "override_max_online_messages",
                    false,
                    "A client that comes back gets all that waited, also where that is more than"
                            + " max_online_messages.");
    static final Option<Integer> MAX_QUEUED_BYTES =
            Option.integer(
                    "max_queued_bytes",
                    67_108_864,
                    1_024,
                    Integer.MAX_VALUE,
                    "Bytes of the messages that may wait for one client, and of those kept while"
                            + " they are in flight to it; no more are queued, however few.");
    static final Option<String> QUEUE_TYPE =
            Option.choice(
                    "queue_type",
                    "fifo",
                    List.of("fifo", LIFO),
                    "What a full queue drops: the newest message (fifo) or the oldest (lifo).");
    static final Option<Boolean> UPGRADE_OUTGOING_QOS =
            Option.flag(
                    "upgrade_outgoing_qos",
                    false,
                    "A message goes out with the subscription's QoS, also where its publisher sent"
                            + " it with a lower one. Not what MQTT says.");
    static final Option<Integer> MAX_MESSAGE_RATE =
            Option.integer(
                    "max_message_rate",
                    0,
                    0,
                    QUEUE_MAX,
                    "Messages one client may publish in a second; who is faster is read more"
                            + " slowly. 0 for any number.");

    /** Every option of the flow of messages. */
    public static final List<Option<?>> ALL =
            List.of(
                    MAX_INFLIGHT_MESSAGES,
                    RECEIVE_MAX_CLIENT,
                    RECEIVE_MAX_BROKER,
                    TOPIC_ALIAS_MAX_CLIENT,
                    TOPIC_ALIAS_MAX_BROKER,
                    RETRY_INTERVAL,
                    MAX_ONLINE_MESSAGES,
                    MAX_OFFLINE_MESSAGES,
                    OVERRIDE_MAX_ONLINE_MESSAGES,
                    MAX_QUEUED_BYTES,
                    QUEUE_TYPE,
                    UPGRADE_OUTGOING_QOS,
                    MAX_MESSAGE_RATE);

    private DeliveryOptions() {}
}
