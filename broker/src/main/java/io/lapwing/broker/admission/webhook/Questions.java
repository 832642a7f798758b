// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The questions to endpoints, in VerneMQ's words. */
final class Questions {
    private Questions() {}

    static ObjectNode register(Credentials who, Endpoint to) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("peer_addr", who.address());
        question.put("peer_port", who.port());
        question.put("username", who.userName());
        byte[] password = who.password();
        question.put(
                "password", password == null ? null : new String(password, StandardCharsets.UTF_8));
        question.put("mountpoint", "");
        question.put("client_id", who.clientId());
        if (who.version().isV5()) {
            question.put("clean_start", who.cleanStart());
            question.set("properties", properties(who.properties(), to));
        } else {
            question.put("clean_session", who.cleanStart());
        }
        return question;
    }

    static ObjectNode registered(
            Client client, Connect connect, String address, int port, Endpoint to) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("peer_addr", address);
        told.put("peer_port", port);
        told.put("username", client.userName());
        told.put("mountpoint", "");
        told.put("client_id", client.clientId());
        if (connect.version().isV5()) {
            told.set("properties", properties(connect.properties(), to));
        }
        return told;
    }

    static ObjectNode publish(Client client, MqttVersion version, Publish message, Endpoint to) {
        ObjectNode question = about(client);
        question.put("qos", message.qos());
        question.put("topic", message.topic());
        if (to.payload()) {
            question.put("payload", text(message.payload(), to));
        }
        question.put("retain", message.retain());
        if (version.isV5()) {
            question.set("properties", properties(message.properties(), to));
        }
        return question;
    }

    static ObjectNode subscribe(
            Client client,
            MqttVersion version,
            List<Subscription> subscriptions,
            Properties properties,
            Endpoint to) {
        ObjectNode question = about(client);
        ArrayNode topics = question.putArray("topics");
        for (Subscription each : subscriptions) {
            ObjectNode topic = topics.addObject();
            topic.put("topic", each.filter());
            topic.put("qos", each.qos());
            if (version.isV5()) {
                topic.put("no_local", each.noLocal());
                topic.put("rap", each.retainAsPublished());
                topic.put("retain_handling", Answers.RETAIN_HANDLING.get(each.retainHandling()));
            }
        }
        if (version.isV5()) {
            question.set("properties", properties(properties, to));
        }
        return question;
    }

    static ObjectNode unsubscribe(
            Client client,
            MqttVersion version,
            List<String> filters,
            Properties properties,
            Endpoint to) {
        ObjectNode told = about(client);
        ArrayNode topics = told.putArray("topics");
        filters.forEach(topics::add);
        if (version.isV5()) {
            told.set("properties", properties(properties, to));
        }
        return told;
    }

    static ObjectNode client(String clientId) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("mountpoint", "");
        told.put("client_id", clientId);
        return told;
    }

    private static ObjectNode about(Client client) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("username", client.userName());
        question.put("client_id", client.clientId());
        question.put("mountpoint", "");
        return question;
    }

    private static ObjectNode properties(Properties properties, Endpoint to) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (PropertyName name : PropertyName.values()) {
            Property property = name.property();
            if (!properties.has(property)) {
                continue;
            }
            switch (name.form()) {
                case NUMBER -> all.put(name.word(), properties.longOr(property, 0));
                case FLAG -> all.put(name.word(), properties.flagOr(property, false));
                case FORMAT ->
                        all.put(
                                name.word(),
                                properties.flagOr(property, false) ? "utf8" : "undefined");
                case TEXT -> all.put(name.word(), properties.text(property));
                case BINARY -> all.put(name.word(), base64(properties.binary(property)));
                case PAIRS -> {
                    ArrayNode pairs = all.putArray(name.word());
                    for (UserProperty each : properties.userProperties()) {
                        ObjectNode pair = pairs.addObject();
                        pair.put("key", text(each.name().getBytes(StandardCharsets.UTF_8), to));
                        pair.put("val", text(each.value().getBytes(StandardCharsets.UTF_8), to));
                    }
                }
            }
        }
        return all;
    }

    private static String text(byte[] bytes, Endpoint to) {
        return to.base64()
                ? Base64.getEncoder().encodeToString(bytes)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
