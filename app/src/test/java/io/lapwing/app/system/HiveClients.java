// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;

/** HiveMQ's client. */
final class HiveClients {
    private HiveClients() {}

    static final class Mqtt3 extends ForeignClient {
        private final Mqtt3BlockingClient client;

        Mqtt3(int port, String clientId) {
            client =
                    Mqtt3Client.builder()
                            .identifier(clientId)
                            .serverHost("127.0.0.1")
                            .serverPort(port)
                            .buildBlocking();
        }

        @Override
        void connect(String user, String password) {
            client.connectWith()
                    .cleanSession(true)
                    .simpleAuth()
                    .username(user)
                    .password(bytes(password))
                    .applySimpleAuth()
                    .send();
        }

        @Override
        int codeOf(Throwable refused) {
            return ((Mqtt3ConnAckException) refused).getMqttMessage().getReturnCode().getCode();
        }

        @Override
        void subscribe(String filter, int qos) {
            client.toAsync()
                    .subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .callback(message ->
                            arrived(
                                    message.getTopic().toString(),
                                    message.getQos().getCode(),
                                    message.getPayloadAsBytes()))
                    .send()
                    .join();
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
        public void close() {
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        }
    }

    static final class Mqtt5 extends ForeignClient {
        private final Mqtt5BlockingClient client;

        Mqtt5(int port, String clientId) {
            client =
                    Mqtt5Client.builder()
                            .identifier(clientId)
                            .serverHost("127.0.0.1")
                            .serverPort(port)
                            .buildBlocking();
        }

        @Override
        void connect(String user, String password) {
            client.connectWith()
                    .cleanStart(true)
                    .simpleAuth()
                    .username(user)
                    .password(bytes(password))
                    .applySimpleAuth()
                    .send();
        }

        @Override
        int codeOf(Throwable refused) {
            return ((Mqtt5ConnAckException) refused).getMqttMessage().getReasonCode().getCode();
        }

        @Override
        void subscribe(String filter, int qos) {
            client.toAsync()
                    .subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .callback(message ->
                            arrived(
                                    message.getTopic().toString(),
                                    message.getQos().getCode(),
                                    message.getPayloadAsBytes()))
                    .send()
                    .join();
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
        public void close() {
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        }
    }
}
