// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.broker.admission.Modifier;
import io.lapwing.broker.admission.Privileges;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What endpoints change with a yes, in VerneMQ's words. What asks for something that this broker
 * cannot do is no yes: the client would get another right than was meant.
 */
final class Answers {
    static final List<String> RETAIN_HANDLING =
            List.of("send_retain", "send_if_new_sub", "dont_send");

    /** What only tunes VerneMQ's queues: without it a client can do the same. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "upgrade_qos",
                    "max_online_messages",
                    "max_offline_messages",
                    "queue_type",
                    "max_drain_time",
                    "max_msgs_per_drain_step",
                    "shared_subscription_policy",
                    "reg_view");

    private static final int TEXT_MAX = 65_535;

    private Answers() {}

    /** The modifiers of auth_on_register. */
    static Privileges privileges(JsonNode modifiers) throws BackEndFailed {
        String clientId = null;
        String userName = null;
        Map<Modifier, Long> limits = new EnumMap<>(Modifier.class);
        for (Map.Entry<String, JsonNode> each : modifiers.properties()) {
            JsonNode value = each.getValue();
            switch (each.getKey()) {
                case "username" -> userName = text("username", value);
                case "client_id" -> clientId = text("client_id", value);
                case "mountpoint" -> onlyMountpoint(value);
                case "subscriber_id" -> {
                    onlyMountpoint(value.path("mountpoint"));
                    clientId = text("client_id", value.path("client_id"));
                }
                case "properties" -> {
                    JsonNode expiry = find(value, PropertyName.SESSION_EXPIRY);
                    if (expiry != null) {
                        limits.put(Modifier.SESSION_EXPIRY_INTERVAL, number("expiry", expiry));
                    }
                }
                default -> limit(each.getKey(), value, limits);
            }
        }
        return new Privileges(clientId, userName, null, limits);
    }

    private static void limit(String word, JsonNode value, Map<Modifier, Long> limits)
            throws BackEndFailed {
        Modifier modifier = Modifier.of(word);
        if (modifier != null) {
            limits.put(modifier, number(word, value));
        } else if (!WITHOUT_EFFECT.contains(word)) {
            throw unknown(word);
        }
    }

    /** The message with the modifiers of auth_on_publish; null when there are none. */
    static @Nullable Publish message(
            Publish asked, JsonNode modifiers, MqttVersion version, Endpoint by)
            throws BackEndFailed {
        if (modifiers.isEmpty()) {
            return null;
        }
        String topic = asked.topic();
        int qos = asked.qos();
        boolean retain = asked.retain();
        byte[] payload = asked.payload();
        Properties properties = asked.properties();
        for (Map.Entry<String, JsonNode> each : modifiers.properties()) {
            JsonNode value = each.getValue();
            switch (each.getKey()) {
                case "topic" -> topic = topicName(value);
                case "qos" -> qos = (int) within("qos", value, 2);
                case "retain" -> retain = number("retain", value) != 0;
                case "payload" -> payload = bytes(text("payload", value), by);
                case "mountpoint" -> onlyMountpoint(value);
                case "properties" -> properties = properties(properties, value, by);
                case "throttle", "reg_view" -> {} // read elsewhere, or without effect
                default -> throw unknown(each.getKey());
            }
        }
        int packetId = Math.max(1, asked.packetId());
        Properties kept = version.isV5() ? properties : Properties.EMPTY;
        return new Publish(false, qos, retain, topic, packetId, kept, payload);
    }

    static long throttleMillis(JsonNode modifiers) throws BackEndFailed {
        return modifiers.has("throttle") ? number("throttle", modifiers.path("throttle")) : 0;
    }

    /**
     * The subscriptions as auth_on_subscribe changes them; null when it does not. MQTT 3's stand in
     * the answer itself, MQTT 5's among the modifiers; both are read for either.
     */
    static @Nullable List<Subscription> subscriptions(List<Subscription> asked, JsonNode answer)
            throws BackEndFailed {
        JsonNode topics = answer.path("topics");
        if (!topics.isArray()) {
            topics = answer.path("modifiers").path("topics");
        }
        if (!topics.isArray()) {
            return null;
        }
        if (topics.size() != asked.size()) {
            throw BackEndFailed.because(
                    "its answer has " + topics.size() + " topics, asked were " + asked.size());
        }
        List<Subscription> all = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            JsonNode each = topics.get(i);
            Subscription old = asked.get(i);
            String filter = each.has("topic") ? filter(each.path("topic")) : old.filter();
            int qos = (int) within("qos", each.path("qos"), 255);
            int handling = RETAIN_HANDLING.indexOf(each.path("retain_handling").asString(""));
            all.add(
                    new Subscription(
                            filter,
                            qos,
                            each.has("no_local")
                                    ? number("no_local", each.path("no_local")) != 0
                                    : old.noLocal(),
                            each.has("rap")
                                    ? number("rap", each.path("rap")) != 0
                                    : old.retainAsPublished(),
                            handling < 0 ? old.retainHandling() : handling));
        }
        return all;
    }

    private static Properties properties(Properties before, JsonNode changes, Endpoint by)
            throws BackEndFailed {
        Properties.Builder all = before.toBuilder();
        for (Map.Entry<String, JsonNode> each : changes.properties()) {
            PropertyName name = PropertyName.of(each.getKey());
            JsonNode value = each.getValue();
            if (name == null) {
                throw unknown("properties." + each.getKey());
            }
            try {
                switch (name.form()) {
                    case NUMBER, FLAG -> all.set(name.property(), number(name.word(), value));
                    case FORMAT ->
                            all.flag(name.property(), text(name.word(), value).equals("utf8"));
                    case TEXT -> all.text(name.property(), text(name.word(), value));
                    case BINARY ->
                            all.binary(
                                    name.property(),
                                    Base64.getDecoder().decode(text(name.word(), value)));
                    case PAIRS -> {
                        all.remove(name.property());
                        for (JsonNode pair : value) {
                            all.user(
                                    utf8(bytes(text("key", pair.path("key")), by)),
                                    utf8(bytes(text("val", pair.path("val")), by)));
                        }
                    }
                }
            } catch (IllegalArgumentException e) {
                throw bad(name.word());
            }
        }
        return all.build();
    }

    private static @Nullable JsonNode find(JsonNode properties, PropertyName name) {
        for (Map.Entry<String, JsonNode> each : properties.properties()) {
            if (PropertyName.of(each.getKey()) == name) {
                return each.getValue();
            }
        }
        return null;
    }

    private static void onlyMountpoint(JsonNode value) throws BackEndFailed {
        String name = value.asString("");
        if (!name.isEmpty()) {
            throw BackEndFailed.because(
                    "its answer asks for the mountpoint "
                            + SafeText.quoted(name)
                            + ", and this server has but one, without a name");
        }
    }

    private static String topicName(JsonNode value) throws BackEndFailed {
        String name = text("topic", value);
        try {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            Topics.checkName(bytes, 0, bytes.length);
        } catch (MalformedPacket malformed) {
            throw BackEndFailed.because("its answer has no valid topic: " + malformed.getMessage());
        }
        if (name.isEmpty() || name.startsWith("$")) {
            throw bad("topic");
        }
        return name;
    }

    private static String filter(JsonNode value) throws BackEndFailed {
        String filter = text("topic", value);
        try {
            Topics.checkFilter(filter);
            return filter;
        } catch (MalformedPacket malformed) {
            throw BackEndFailed.because(
                    "its answer has no valid topic filter: " + malformed.getMessage());
        }
    }

    private static String text(String word, JsonNode value) throws BackEndFailed {
        String text = value.isString() ? value.stringValue() : null;
        if (text == null || text.length() > (word.equals("payload") ? 1 << 20 : TEXT_MAX)) {
            throw bad(word);
        }
        return text;
    }

    private static long within(String word, JsonNode value, long max) throws BackEndFailed {
        long number = number(word, value);
        if (number > max) {
            throw bad(word);
        }
        return number;
    }

    /** A whole number; true and false count as 1 and 0. */
    private static long number(String word, JsonNode value) throws BackEndFailed {
        if (value.isBoolean()) {
            return value.booleanValue() ? 1 : 0;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            long number = value.longValue();
            if (number >= 0 && number <= 0xFFFF_FFFFL) {
                return number;
            }
        }
        throw bad(word);
    }

    private static byte[] bytes(String text, Endpoint by) throws BackEndFailed {
        if (!by.base64()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw BackEndFailed.because("its answer has a payload that is not Base64");
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static BackEndFailed bad(String word) {
        return BackEndFailed.because("its answer has no valid " + word);
    }

    private static BackEndFailed unknown(String word) {
        return BackEndFailed.because(
                "its answer has the modifier " + SafeText.quoted(word) + ", which is not known");
    }
}
