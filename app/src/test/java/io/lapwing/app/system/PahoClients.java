// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho's clients for Java. */
final class PahoClients {
    private PahoClients() {}

    private static String url(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    static final class Mqtt3 extends ForeignClient {
        private final org.eclipse.paho.client.mqttv3.MqttClient client;

        Mqtt3(int port, String clientId) throws Exception {
            client =
                    new org.eclipse.paho.client.mqttv3.MqttClient(
                            url(port),
                            clientId,
                            new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
        }

        @Override
        void connect(String user, String password) throws Exception {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setUserName(user);
            options.setPassword(password.toCharArray());
            client.connect(options);
        }

        @Override
        int codeOf(Throwable refused) {
            return ((org.eclipse.paho.client.mqttv3.MqttException) refused).getReasonCode();
        }

        @Override
        void subscribe(String filter, int qos) throws Exception {
            client.subscribe(
                    filter,
                    qos,
                    (topic, message) -> arrived(topic, message.getQos(), message.getPayload()));
        }

        @Override
        void publish(String topic, int qos, boolean retain, String text) throws Exception {
            client.publish(topic, bytes(text), qos, retain);
        }

        @Override
        public void close() throws Exception {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }
    }

    static final class Mqtt5 extends ForeignClient implements MqttCallback {
        private final org.eclipse.paho.mqttv5.client.MqttClient client;

        Mqtt5(int port, String clientId) throws Exception {
            client =
                    new org.eclipse.paho.mqttv5.client.MqttClient(
                            url(port),
                            clientId,
                            new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
            client.setCallback(this);
        }

        @Override
        void connect(String user, String password) throws Exception {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(user);
            options.setPassword(bytes(password));
            client.connect(options);
        }

        @Override
        int codeOf(Throwable refused) {
            return ((MqttException) refused).getReasonCode();
        }

        @Override
        void subscribe(String filter, int qos) throws Exception {
            client.subscribe(filter, qos);
        }

        @Override
        void publish(String topic, int qos, boolean retain, String text) throws Exception {
            client.publish(topic, bytes(text), qos, retain);
        }

        @Override
        public void close() throws Exception {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived(topic, message.getQos(), message.getPayload());
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
