// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientDetail.Subscribed;
import io.lapwing.broker.clients.ClientQuery;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.clients.ClientState;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departure;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.ReasonCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of clients to those who ask from outside, and what may be done to them. */
class ClientsTest {
    private static final ClientQuery ALL = new ClientQuery(null, null, 100);

    private final TestBroker broker = TestBroker.start();
    private final ClientsView clients = broker.broker().clients();

    @AfterEach
    void stop() {
        broker.close();
    }

    private TestClient kept(String clientId) {
        TestClient client = broker.open(MqttVersion.V5);
        client.connect(
                clientId,
                false,
                Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 600).build());
        return client;
    }

    private void isOffline(String clientId) {
        await().until(() ->
                clients.client(clientId).orElseThrow().row().state() == ClientState.OFFLINE);
    }

    @Test
    void connectedAndOfflineClientsAreInOneList() {
        broker.client("pump-7", MqttVersion.V3_1_1);
        TestClient meter = kept("meter-1");
        meter.subscribe("a/#", 1);
        meter.close();
        isOffline("meter-1");

        List<ClientRow> rows = clients.query(ALL).rows();

        assertThat(rows).extracting(ClientRow::clientId).containsOnly("pump-7", "meter-1");
        ClientRow pump = row(rows, "pump-7");
        assertThat(pump.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(pump.link().address()).isEqualTo("127.0.0.1");
        assertThat(pump.link().listener()).isEqualTo("tcp.default");
        assertThat(pump.link().version()).isEqualTo(MqttVersion.V3_1_1);
        ClientRow away = row(rows, "meter-1");
        assertThat(away.state()).isEqualTo(ClientState.OFFLINE);
        assertThat(away.expirySeconds()).isEqualTo(600);
        assertThat(away.subscriptions()).isEqualTo(1);
    }

    private static ClientRow row(List<ClientRow> rows, String clientId) {
        return rows.stream().filter(r -> r.clientId().equals(clientId)).findFirst().orElseThrow();
    }

    @Test
    void aPartOfAnIdAPatternAndARangeOfAddressesFindClients() {
        broker.client("pump-7", MqttVersion.V5);
        broker.client("pump-8", MqttVersion.V5);
        broker.client("meter", MqttVersion.V5);

        assertThat(clients.query(new ClientQuery("UMP", null, 9)).connected()).isEqualTo(2);
        assertThat(clients.query(new ClientQuery("*-8", null, 9)).connected()).isEqualTo(1);
        assertThat(clients.query(new ClientQuery("127.0.0.0/8", null, 9)).connected()).isEqualTo(3);
        assertThat(clients.query(new ClientQuery("10.0.0.0/8", null, 9)).rows()).isEmpty();
    }

    @Test
    void anAnswerHasAsManyRowsAsAskedForAndCountsAll() {
        IntStream.range(0, 600).forEach(i -> broker.client("c" + i, MqttVersion.V3_1_1));

        var answer = clients.query(new ClientQuery(null, ClientState.CONNECTED, 10));

        assertThat(answer.rows()).hasSize(10);
        assertThat(answer.connected()).isEqualTo(600);
        assertThat(answer.offline()).isZero();
        assertThat(clients.query(new ClientQuery(null, ClientState.OFFLINE, 10)).rows()).isEmpty();
    }

    @Test
    void aClientIsToldWithItsFiltersAndWhatWaitsForIt() {
        TestClient meter = kept("meter-1");
        meter.subscribe("$share/g/jobs/+", 2);
        meter.subscribe("orders", 1);
        meter.close();
        isOffline("meter-1");
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.publish("orders", 1, 1, "one");
        publisher.expect(PubAck.class);

        await().until(() -> clients.client("meter-1").orElseThrow().row().queued() == 1);
        ClientDetail meterNow = clients.client("meter-1").orElseThrow();

        assertThat(meterNow.subscriptions())
                .containsExactly(
                        new Subscribed("$share/g/jobs/+", 2, false, false),
                        new Subscribed("orders", 1, false, false));
        assertThat(meterNow.queuedBytes()).isPositive();
        assertThat(clients.client("nobody")).isEmpty();
    }

    @Test
    void aClientThatIsDisconnectedIsToldWhyAndKeepsItsSession() {
        TestClient meter = kept("meter-1");

        assertThat(clients.disconnect("meter-1")).isTrue();

        assertThat(meter.expect(Disconnect.class).reason())
                .isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
        meter.expectClosed();
        isOffline("meter-1");
        assertThat(clients.disconnect("meter-1")).isFalse();
        assertThat(clients.disconnect("nobody")).isFalse();
    }

    @Test
    void aSessionThatIsDeletedIsGoneWithItsClientThereOrNot() {
        TestClient here = kept("here");
        kept("away").close();
        isOffline("away");

        assertThat(clients.delete("here")).isTrue();
        assertThat(clients.delete("away")).isTrue();
        assertThat(clients.delete("nobody")).isFalse();

        here.expect(Disconnect.class);
        assertThat(clients.query(ALL).rows()).isEmpty();
        assertThat(broker.open(MqttVersion.V5).connect("away", false).sessionPresent()).isFalse();
    }

    @Test
    void howEachClientLeftIsKnownWithinASecond() {
        TestClient polite = broker.client("polite", MqttVersion.V5);
        polite.send(new Disconnect(ReasonCode.SUCCESS));
        broker.client("abrupt", MqttVersion.V5).close();
        broker.client("twice", MqttVersion.V5);
        broker.client("twice", MqttVersion.V5);

        await().untilAsserted(() ->
                assertThat(clients.departures(10))
                        .extracting(Departure::clientId, Departure::reason, Departure::count)
                        .contains(
                                tuple("polite", "goodbye", 1L),
                                tuple("abrupt", "connection lost", 1L),
                                tuple("twice", ReasonCode.SESSION_TAKEN_OVER.label(), 1L)));
        assertThat(clients.departuresOf("abrupt")).hasSize(1);
    }
}
