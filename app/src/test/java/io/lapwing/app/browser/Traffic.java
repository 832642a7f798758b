// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;

/** A plant's day: clients that work, and now and then one of those that every broker meets. */
final class Traffic {
    private static final int WORKING = 6;

    private Traffic() {}

    static void start(Plant plant) {
        Device device = plant.device();
        for (int i = 1; i <= WORKING; i++) {
            Mqtt5BlockingClient sensor = sensor(plant, "sensor-" + i);
            sensor.subscribeWith().topicFilter("plant/+/heat").send();
            plant.every(1, () -> publish(sensor));
        }
        plant.every(1, () -> welcome(device.at("127.0.0.11"), "meter-11"));
        plant.every(23, () -> device.at("127.0.3.18").connect(4, "meter-4711", "meter", "m"));
        plant.every(31, () -> scan(device.at("127.0.113.45")));
        plant.every(47, () -> device.at("127.0.0.21").connect(5, "gauge-2", null, null));
        plant.every(83, () -> device.at("127.0.8.31").connect(4, "", "boiler-2", "warm"));
        plant.every(71, () -> device.at("127.0.8.31").connect(6, "cam-hall-3", "cam", "c"));
    }

    /** A browser that was pointed at the wrong port. */
    static void scan(Device device) {
        device.send("GET / HTTP/1.1\r\nHost: broker\r\n\r\n".getBytes(US_ASCII), false);
    }

    static void welcome(Device device, String client) {
        device.connect(5, client, Plant.GOOD_USER, Plant.GOOD_PASSWORD);
    }

    private static Mqtt5BlockingClient sensor(Plant plant, String client) {
        Mqtt5BlockingClient sensor =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(client)
                        .serverHost("127.0.0.1")
                        .serverPort(plant.lapwing().mqttPort())
                        .buildBlocking();
        sensor.connectWith()
                .simpleAuth()
                .username(Plant.GOOD_USER)
                .password(Plant.GOOD_PASSWORD.getBytes(US_ASCII))
                .applySimpleAuth()
                .send();
        return sensor;
    }

    private static void publish(Mqtt5BlockingClient sensor) {
        sensor.publishWith()
                .topic("plant/" + sensor.getConfig().getClientIdentifier().orElseThrow() + "/heat")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("21.5".getBytes(US_ASCII))
                .send();
    }
}
