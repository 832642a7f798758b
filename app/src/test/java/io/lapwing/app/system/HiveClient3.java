// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;

/** HiveMQ's client in MQTT 3.1.1. */
final class HiveClient3 extends ForeignClient {
    private final Mqtt3BlockingClient client;

    HiveClient3(int port, String clientId) {
        client =
                Mqtt3Client.builder()
                        .identifier(clientId)
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .buildBlocking();
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        message ->
                                arrived(
                                        new Arrived(
                                                message.getTopic().toString(),
                                                message.getQos().getCode(),
                                                message.isRetain(),
                                                text(message.getPayloadAsBytes()),
                                                Extras.NONE)));
    }

    @Override
    boolean connect(Login how) {
        return client.connect(
                        Mqtt3Connect.builder()
                                .cleanSession(how.clean())
                                .keepAlive(how.keepAliveSeconds())
                                .simpleAuth(
                                        Mqtt3SimpleAuth.builder()
                                                .username(how.user())
                                                .password(bytes(how.password()))
                                                .build())
                                .willPublish(
                                        how.will() == null
                                                ? null
                                                : Mqtt3Publish.builder()
                                                        .topic(how.will())
                                                        .qos(MqttQos.AT_LEAST_ONCE)
                                                        .payload(bytes("gone"))
                                                        .build())
                                .build())
                .isSessionPresent();
    }

    @Override
    int codeOf(Throwable refused) {
        return ((Mqtt3ConnAckException) refused).getMqttMessage().getReturnCode().getCode();
    }

    @Override
    void subscribe(String filter, int qos) {
        client.subscribeWith().topicFilter(filter).qos(MqttQos.fromCode(qos)).send();
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
    boolean isConnected() {
        return client.getState() == MqttClientState.CONNECTED;
    }

    @Override
    void disconnect() {
        client.disconnect();
    }

    @Override
    public void close() {
        if (isConnected()) {
            client.disconnect();
        }
    }
}
