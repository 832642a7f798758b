// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's client for Java in MQTT 3.1.1. */
final class PahoClient3 extends ForeignClient implements MqttCallback {
    private final MqttClient client;

    PahoClient3(int port, String clientId) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        client.setCallback(this);
    }

    @Override
    boolean connect(Login how) throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(how.user());
        options.setPassword(how.password().toCharArray());
        options.setCleanSession(how.clean());
        options.setKeepAliveInterval(how.keepAliveSeconds());
        if (how.will() != null) {
            options.setWill(how.will(), bytes("gone"), 1, false);
        }
        return client.connectWithResult(options).getSessionPresent();
    }

    @Override
    int codeOf(Throwable refused) {
        return ((MqttException) refused).getReasonCode();
    }

    @Override
    void subscribe(String filter, int qos) throws MqttException {
        client.subscribe(filter, qos);
    }

    @Override
    void unsubscribe(String filter) throws MqttException {
        client.unsubscribe(filter);
    }

    @Override
    void publish(String topic, int qos, boolean retain, String text) throws MqttException {
        client.publish(topic, bytes(text), qos, retain);
    }

    @Override
    boolean isConnected() {
        return client.isConnected();
    }

    @Override
    void disconnect() throws MqttException {
        client.disconnect();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        arrived(
                new Arrived(
                        topic,
                        message.getQos(),
                        message.isRetained(),
                        text(message.getPayload()),
                        Extras.NONE));
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
}
