// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** "Is this device connected, and if not, why?" */
@ExtendWith(OneBrowser.class)
class ClientsPageTest {
    private static final String ROWS = "#rows tr.row";

    private static Plant plant;
    private static Mqtt5BlockingClient boiler;

    @BeforeAll
    static void oneIsConnectedOneAwayAndOneRefused() {
        plant = Plant.start();
        boiler = connect("boiler-2", 0);
        boiler.subscribeWith().topicFilter("orders/#").send();
        connect("meter-1", 600).disconnect();
        plant.wrongPasswords(3);
    }

    private static Mqtt5BlockingClient connect(String id, long expirySeconds) {
        Mqtt5BlockingClient client =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(id)
                        .serverHost("127.0.0.1")
                        .serverPort(plant.lapwing().mqttPort())
                        .buildBlocking();
        var unused =
                client.connectWith()
                        .sessionExpiryInterval(expirySeconds)
                        .simpleAuth()
                        .username(Plant.GOOD_USER)
                        .password(Plant.GOOD_PASSWORD.getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .send();
        return client;
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void connectedOfflineAndRefusedClientsAreInOneList(Browser browser) {
        browser.open(plant.page("/clients"));
        browser.until("all three", () -> browser.count(ROWS) == 3);

        assertThat(browser.texts(ROWS))
                .anySatisfy(row -> assertThat(row).contains("Connected MQTT 5", "boiler-2"))
                .anySatisfy(row -> assertThat(row).contains("Offline", "meter-1", "nowhere now"))
                .anySatisfy(row ->
                        assertThat(row).contains("Refused 3 times, wrong password", "pump-7"));
        assertThat(browser.text(".sentence"))
                .isEqualTo(
                        "1 client connected. 1 offline with a session, 1 only refused in the last"
                                + " 15 minutes.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aStateAndTheFindFieldNarrowTheListAndTheLinkSaysSo(Browser browser) {
        browser.open(plant.page("/clients?state=refused"));
        browser.until("one row", () -> browser.count(ROWS) == 1);
        assertThat(browser.text(ROWS)).contains("pump-7");

        browser.open(plant.page("/clients?find=METER"));
        browser.until("one row", () -> browser.count(ROWS) == 1);
        assertThat(browser.text(ROWS)).contains("meter-1");
        browser.press(Keys.ESCAPE).until("no filter", () -> browser.count(ROWS) == 3);
        assertThat(browser.address()).isEqualTo("/clients");
    }

    @Test
    void aConnectedClientIsShownWithItsSessionAndFilters(Browser browser) {
        browser.open(plant.page("/clients?id=boiler-2")).until("#h-filters");

        assertThat(browser.text(".sentence")).matches("boiler-2 is connected since .*127.0.0.1.");
        assertThat(browser.text(".facts")).contains("boiler-2", "to tcp.default, MQTT 5");
        assertThat(browser.text(".list.failed")).contains("orders/#", "QoS 2");
    }

    @Test
    void aRefusedClientsStoryLeadsToItsExplanation(Browser browser) {
        browser.open(plant.page("/clients?id=pump-7")).until(".feed li");

        assertThat(browser.text(".sentence"))
                .matches("pump-7 is not connected: it was refused 3 times, last .*wrong password.");
        browser.click(".feed li a").until(".why .ladder");
        assertThat(browser.text(".ladder .no")).contains("pump-7");
    }

    @Test
    void disconnectingAsksFirstAndTheStoryTellsIt(Browser browser) {
        Mqtt5BlockingClient pump = connect("valve-3", 0);
        browser.open(plant.page("/clients?id=valve-3")).until(".acts .btn");

        browser.click(".acts .btn").until(".ask");
        assertThat(browser.text(".ask")).contains("Closes the connection of valve-3");
        browser.click(".ask .btn").until("[role=status].ask");

        browser.until("it is gone", () -> browser.text(".sentence").contains("not connected"));
        browser.until(
                "its story", () -> browser.text(".feed").contains("Left: administrative action"));
        assertThat(pump.getState().isConnected()).isFalse();
    }
}
