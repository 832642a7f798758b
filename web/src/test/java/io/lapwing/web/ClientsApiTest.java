// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.Login;
import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.clients.Departure;
import io.lapwing.protocol.MqttVersion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Connected, offline and refused clients in one list, and each one's story. */
final class ClientsApiTest {
    private static final ClientRow.Link LINK =
            new ClientRow.Link("tcp.default", "10.0.0.7", 50123, MqttVersion.V5);

    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    private void session(String id, boolean connected, long since) {
        ClientRow row = new ClientRow(id, "ann", connected ? LINK : null, since, 600, 1, 4, 2);
        node.broker.clients.sessions.put(
                id,
                new ClientDetail(
                        row,
                        99,
                        1,
                        90,
                        20,
                        List.of(new ClientDetail.Subscribed("a/#", 1, false, true))));
    }

    @Test
    void refusedClientsStandAmongThoseThatAreInNewestFirst() {
        session("here", true, TestNode.START - 9_000);
        session("away", false, TestNode.START - 5_000);
        node.refuse("pump-7");
        node.refuse("pump-7");
        node.refuse("away");
        node.second();

        JsonNode answer = node.json("/api/clients");

        assertThat(answer.path("connected").asInt()).isEqualTo(1);
        assertThat(answer.path("offline").asInt()).isEqualTo(1);
        assertThat(answer.path("refused").asInt()).isEqualTo(1);
        assertThat(answer.path("rows").findValuesAsString("client"))
                .containsExactly("pump-7", "away", "here");
        assertThat(answer.at("/rows/0/state").asString()).isEqualTo("refused");
        assertThat(answer.at("/rows/0/refused/count").asInt()).isEqualTo(2);
        assertThat(answer.at("/rows/0/refused/cause").asString()).isEqualTo("wrong_password");
        assertThat(answer.at("/rows/1/state").asString()).isEqualTo("offline");
        assertThat(answer.at("/rows/1/refused/count").asInt()).isEqualTo(1);
        assertThat(answer.path("rows").get(2).toString())
                .isEqualTo(
                        """
                        {"client":"here","user":"ann","state":"connected","address":"10.0.0.7",\
                        "port":50123,"listener":"tcp.default","version":"5.0",\
                        "since":1794999991000,"session_s":600,"subscriptions":1,"queued":4,\
                        "in_flight":2,"refused":null}\
                        """);
    }

    @Test
    void aStateAndATextNarrowTheList() {
        session("here", true, 1);
        session("away", false, 2);
        node.refuse("pump-7");
        node.second();

        assertThat(
                        node.json("/api/clients?state=refused")
                                .path("rows")
                                .findValuesAsString("client"))
                .containsExactly("pump-7");
        assertThat(
                        node.json("/api/clients?state=offline")
                                .path("rows")
                                .findValuesAsString("client"))
                .containsExactly("away");
        assertThat(node.json("/api/clients?find=pump").path("rows")).hasSize(1);
        assertThat(node.get("/api/clients?state=lost").statusCode()).isEqualTo(400);
    }

    @Test
    void theStoryOfAClientHoldsRefusalsDeparturesAndItsLastLogin() {
        session("away", false, 2);
        node.broker.clients.logins.put("away", new Login(5, "10.0.0.9", 4, "ann"));
        node.broker.clients.left.add(
                new Departure("away", "ann", "keep alive timeout", "silent", "10.0.0.9", 3, 6, 9));
        node.refuse("away");
        node.second();

        JsonNode answer = node.json("/api/client?id=away");

        assertThat(answer.path("story").findValuesAsString("kind"))
                .containsExactly("refused", "left", "admitted");
        assertThat(answer.at("/story/1").toString())
                .isEqualTo(
                        """
                        {"kind":"left","what":"keep alive timeout","because":"silent",\
                        "address":"10.0.0.9","count":3,"first":6,"last":9,"row":null}\
                        """);
        assertThat(answer.at("/session/subscriptions/0/filter").asString()).isEqualTo("a/#");
        assertThat(answer.at("/session/queued_bytes").asInt()).isEqualTo(99);
    }

    @Test
    void aClientThatIsNowhereIsNotFoundAndOneThatLeftIsGone() {
        node.broker.clients.left.add(
                new Departure("gone", null, Departure.GOODBYE, "", "10.0.0.9", 1, 6, 6));

        assertThat(node.json("/api/client?id=gone").at("/client/state").asString())
                .isEqualTo("gone");
        assertThat(node.get("/api/client?id=nobody").statusCode()).isEqualTo(404);
        assertThat(node.get("/api/client").statusCode()).isEqualTo(400);
    }

    @Test
    void aClientIsDisconnectedAndItsSessionDeletedOnlyWithTheHeaderThatGuardsChanges() {
        session("here", true, 1);

        assertThat(node.change("POST", "/api/client/disconnect", "{\"id\":\"here\"}").body())
                .isEqualTo("{\"id\":\"here\",\"done\":\"disconnected\"}");
        assertThat(node.send("POST", "/api/client/delete", "{\"id\":\"here\"}").statusCode())
                .isEqualTo(403);
        assertThat(node.change("POST", "/api/client/delete", "{\"id\":\"here\"}").statusCode())
                .isEqualTo(200);
        assertThat(node.change("POST", "/api/client/delete", "{\"id\":\"here\"}").statusCode())
                .isEqualTo(404);
    }
}
