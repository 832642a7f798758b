// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import java.nio.charset.StandardCharsets;

/**
 * Members of a shared group, each with a window of one message, on a broker of two workers: what is
 * sent and what waits is known to the message.
 */
final class Members implements AutoCloseable {
    static final String PUMPS = "$share/pumps/plant/+";

    final TestBroker broker;

    Members(String... settings) {
        String[] all = new String[settings.length + 4];
        System.arraycopy(settings, 0, all, 4, settings.length);
        all[0] = "workers";
        all[1] = "2";
        all[2] = "max_inflight_messages"; // the window of MQTT 3
        all[3] = "1";
        broker = TestBroker.start(all);
    }

    /** A member whose session ends with its connection. */
    TestClient passing(String clientId, MqttVersion version, int qos) {
        TestClient client = connect(clientId, version, true, 0);
        client.subscribe(PUMPS, qos);
        return client;
    }

    /** A member whose session stays when its connection ends. */
    TestClient staying(String clientId, MqttVersion version, int qos) {
        TestClient client = connect(clientId, version, false, 1_000);
        client.subscribe(PUMPS, qos);
        return client;
    }

    /** A member whose session stayed comes back to it. */
    TestClient back(String clientId, MqttVersion version) {
        return connect(clientId, version, false, 1_000);
    }

    private TestClient connect(
            String clientId, MqttVersion version, boolean clean, int expirySeconds) {
        TestClient client = broker.open(version);
        Properties.Builder asks = Properties.builder();
        if (version.isV5()) {
            asks.set(Property.RECEIVE_MAXIMUM, 1);
            asks.set(Property.SESSION_EXPIRY_INTERVAL, expirySeconds);
        }
        client.connect(clientId, clean, asks.build());
        return client;
    }

    /** Publishes messages with the payloads 0, 1, 2 and so on, and waits until all are taken. */
    void publish(MqttVersion version, int qos, int count) {
        TestClient publisher = broker.client("publisher", version);
        for (int i = 0; i < count; i++) {
            publisher.publish("plant/7", qos, i + 1, "" + i);
            if (qos == 1) {
                assertThat(publisher.expect(PubAck.class).packetId()).isEqualTo(i + 1);
            }
        }
        publisher.send(new Disconnect(ReasonCode.SUCCESS));
        publisher.expectClosed();
    }

    static void leave(TestClient member) {
        member.send(new Disconnect(ReasonCode.SUCCESS));
        member.expectClosed();
    }

    static String acknowledge(TestClient member) {
        Publish message = member.expect(Publish.class);
        acknowledge(member, message);
        return payload(message);
    }

    static void acknowledge(TestClient member, Publish message) {
        member.send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
    }

    static String payload(Publish message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
