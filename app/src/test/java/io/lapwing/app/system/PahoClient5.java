// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho's client for Java in MQTT 5. It takes no topic aliases: it loses their topics. */
final class PahoClient5 extends ForeignClient5 implements MqttCallback {
    private static final long PATIENCE_MILLIS = 20_000;

    private final BlockingQueue<Integer> goodbyes = new LinkedBlockingQueue<>();
    private final MqttAsyncClient client;

    PahoClient5(int port, String clientId) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        client.setCallback(this);
    }

    @Override
    boolean connect(Login how) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(how.user());
        options.setPassword(bytes(how.password()));
        options.setCleanStart(how.clean());
        options.setSessionExpiryInterval((long) how.expirySeconds());
        options.setKeepAliveInterval(how.keepAliveSeconds());
        if (how.will() != null) {
            options.setWill(how.will(), new MqttMessage(bytes("gone"), 1, false, null));
        }
        IMqttToken token = client.connect(options);
        token.waitForCompletion(PATIENCE_MILLIS);
        return token.getSessionPresent();
    }

    @Override
    int codeOf(Throwable refused) {
        return ((MqttException) refused).getReasonCode();
    }

    @Override
    void subscribe(String filter, int qos) throws MqttException {
        client.subscribe(filter, qos).waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    int subscribeFor(String filter, int qos) throws MqttException {
        IMqttToken token = client.subscribe(filter, qos);
        try {
            token.waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }

    @Override
    void unsubscribe(String filter) throws MqttException {
        client.unsubscribe(filter).waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    void publish(String topic, int qos, boolean retain, String text) throws MqttException {
        client.publish(topic, bytes(text), qos, retain).waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    int publish(String topic, int qos, String text, Extras extras) throws MqttException {
        MqttMessage message = new MqttMessage(bytes(text));
        message.setQos(qos);
        MqttProperties properties = new MqttProperties();
        properties.setContentType(extras.contentType());
        properties.setResponseTopic(extras.responseTopic());
        properties.setMessageExpiryInterval(extras.expirySeconds());
        if (extras.correlation() != null) {
            properties.setCorrelationData(bytes(extras.correlation()));
        }
        properties.setUserProperties(
                extras.user().entrySet().stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList());
        message.setProperties(properties);
        IMqttToken token = client.publish(topic, message);
        try {
            token.waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
        int[] codes = token.getReasonCodes();
        return codes == null ? 0 : codes[0];
    }

    @Override
    boolean isConnected() {
        return client.isConnected();
    }

    @Override
    void disconnect() throws MqttException {
        client.disconnect().waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    int goodbye() throws InterruptedException {
        Integer code = goodbyes.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return code == null ? -1 : code;
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            disconnect();
        }
        client.close();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        Map<String, String> user = new LinkedHashMap<>();
        properties.getUserProperties().forEach(each -> user.put(each.getKey(), each.getValue()));
        Extras extras =
                new Extras(
                        properties.getContentType(),
                        properties.getResponseTopic(),
                        textOf(properties.getCorrelationData()),
                        properties.getMessageExpiryInterval(),
                        user,
                        properties.getSubscriptionIdentifiers());
        String text = text(message.getPayload());
        arrived(new Arrived(topic, message.getQos(), message.isRetained(), text, extras));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        goodbyes.add(response.getReturnCode());
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    private static @Nullable String textOf(byte @Nullable [] bytes) {
        return bytes == null ? null : text(bytes);
    }
}
