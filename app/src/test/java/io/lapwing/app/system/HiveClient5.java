// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** HiveMQ's client in MQTT 5. */
final class HiveClient5 extends ForeignClient5 {
    private final BlockingQueue<Integer> goodbyes = new LinkedBlockingQueue<>();
    private final Mqtt5BlockingClient client;

    HiveClient5(int port, String clientId) {
        client =
                Mqtt5Client.builder()
                        .identifier(clientId)
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .addDisconnectedListener(this::onDisconnected)
                        .buildBlocking();
        client.toAsync().publishes(MqttGlobalPublishFilter.ALL, this::onMessage);
    }

    @Override
    boolean connect(Login how) {
        return client.connect(
                        Mqtt5Connect.builder()
                                .cleanStart(how.clean())
                                .sessionExpiryInterval(how.expirySeconds())
                                .keepAlive(how.keepAliveSeconds())
                                .restrictions()
                                .topicAliasMaximum(8)
                                .applyRestrictions()
                                .simpleAuth(
                                        Mqtt5SimpleAuth.builder()
                                                .username(how.user())
                                                .password(bytes(how.password()))
                                                .build())
                                .willPublish(
                                        how.will() == null
                                                ? null
                                                : Mqtt5Publish.builder()
                                                        .topic(how.will())
                                                        .qos(MqttQos.AT_LEAST_ONCE)
                                                        .payload(bytes("gone"))
                                                        .build())
                                .build())
                .isSessionPresent();
    }

    @Override
    int codeOf(Throwable refused) {
        return ((Mqtt5ConnAckException) refused).getMqttMessage().getReasonCode().getCode();
    }

    @Override
    void subscribe(String filter, int qos) {
        client.subscribeWith().topicFilter(filter).qos(MqttQos.fromCode(qos)).send();
    }

    @Override
    int subscribeFor(String filter, int qos) {
        try {
            return client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .send()
                    .getReasonCodes()
                    .getFirst()
                    .getCode();
        } catch (Mqtt5SubAckException refused) {
            return refused.getMqttMessage().getReasonCodes().getFirst().getCode();
        }
    }

    @Override
    void unsubscribe(String filter) {
        client.unsubscribeWith().topicFilter(filter).send();
    }

    @Override
    void publish(String topic, int qos, boolean retain, String text) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.fromCode(qos))
                .retain(retain)
                .payload(bytes(text))
                .send();
    }

    @Override
    int publish(String topic, int qos, String text, Extras extras) {
        Mqtt5Publish message =
                Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.fromCode(qos))
                        .payload(bytes(text))
                        .contentType(extras.contentType())
                        .responseTopic(extras.responseTopic())
                        .correlationData(
                                extras.correlation() == null ? null : bytes(extras.correlation()))
                        .userProperties(
                                Mqtt5UserProperties.of(
                                        extras.user().entrySet().stream()
                                                .map(each ->
                                                        Mqtt5UserProperty.of(
                                                                each.getKey(), each.getValue()))
                                                .toList()))
                        .build();
        Long expiry = extras.expirySeconds();
        if (expiry != null) {
            message = message.extend().messageExpiryInterval(expiry).build();
        }
        try {
            return switch (client.publish(message)) {
                case Mqtt5PublishResult.Mqtt5Qos1Result once ->
                        once.getPubAck().getReasonCode().getCode();
                case Mqtt5PublishResult.Mqtt5Qos2Result exactly ->
                        exactly.getPubRec().getReasonCode().getCode();
                default -> 0;
            };
        } catch (Mqtt5PubAckException refused) {
            return refused.getMqttMessage().getReasonCode().getCode();
        } catch (Mqtt5PubRecException refused) {
            return refused.getMqttMessage().getReasonCode().getCode();
        }
    }

    @Override
    boolean isConnected() {
        return client.getState() == MqttClientState.CONNECTED;
    }

    @Override
    void disconnect() {
        client.disconnectWith().send();
    }

    @Override
    int goodbye() throws InterruptedException {
        Integer code = goodbyes.poll(20, TimeUnit.SECONDS);
        return code == null ? -1 : code;
    }

    @Override
    public void close() {
        if (isConnected()) {
            client.disconnect();
        }
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        if (context.getCause() instanceof Mqtt5DisconnectException said) {
            goodbyes.add(said.getMqttMessage().getReasonCode().getCode());
        }
    }

    private void onMessage(Mqtt5Publish message) {
        Map<String, String> user =
                message.getUserProperties().asList().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.getName().toString(),
                                        each -> each.getValue().toString()));
        Extras extras =
                new Extras(
                        message.getContentType().map(Object::toString).orElse(null),
                        message.getResponseTopic().map(Object::toString).orElse(null),
                        message.getCorrelationData()
                                .map(buffer -> {
                                    byte[] data = new byte[buffer.remaining()];
                                    buffer.duplicate().get(data);
                                    return text(data);
                                })
                                .orElse(null),
                        message.getMessageExpiryInterval().isPresent()
                                ? message.getMessageExpiryInterval().getAsLong()
                                : null,
                        user,
                        List.of());
        arrived(
                new Arrived(
                        message.getTopic().toString(),
                        message.getQos().getCode(),
                        message.isRetain(),
                        text(message.getPayloadAsBytes()),
                        extras));
    }
}
