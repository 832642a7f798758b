// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.broker.BrokerView.ListenerView;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.ReasonCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners are opened, stopped and changed while the broker runs. */
class ListenersAtRunTimeTest {
    private static final String INNER = "tcp.inner";

    private final TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        assertThat(broker.count("worker_bugs")).isZero();
        broker.close();
    }

    private TestClient client() {
        return new TestClient(broker.port(INNER), MqttVersion.V5);
    }

    private String start(Map<String, String> settings) {
        return broker.broker().startListener(INNER, "127.0.0.1:0", settings);
    }

    @Test
    void aListenerIsOpenedWithSettingsOfItsOwn() {
        assertThat(start(Map.of("allowed_protocol_versions", "3,4"))).isNull();
        try (TestClient refused = client()) {
            refused.send(
                    new Connect(
                            MqttVersion.V5,
                            false,
                            "a",
                            true,
                            60,
                            null,
                            null,
                            null,
                            Properties.EMPTY));
            assertThat(refused.expect(ConnAck.class).code())
                    .isEqualTo(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION.code());
        }
        assertThat(broker.count("refusals", "protocol_version_disabled", INNER, "5")).isEqualTo(1);
    }

    @Test
    void aStoppedListenerTakesNobodyAndKeepsWhoIsIn() {
        assertThat(start(Map.of())).isNull();
        int port = broker.port(INNER);
        try (TestClient stays = client()) {
            stays.connect("stays", true);
            assertThat(broker.broker().stopListener(INNER, false)).isTrue();
            assertThatThrownBy(() -> new TestClient(port, MqttVersion.V5))
                    .hasMessageContaining("refused");
            stays.expectNothing();

            assertThat(broker.broker().startListener(INNER, null, Map.of())).isNull();
            try (TestClient again = client()) {
                again.connect("again", true);
            }
            assertThat(broker.broker().stopListener(INNER, true)).isTrue();
            assertThat(stays.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
        }
        assertThat(broker.broker().allListeners()).contains(new ListenerView(INNER, ""));
        assertThat(broker.broker().deleteListener(INNER)).isTrue();
        assertThat(broker.broker().allListeners()).hasSize(1);
    }

    @Test
    void whatCannotBeIsToldAndChangesNothing() {
        assertThat(start(Map.of("max_conections", "3")))
                .isEqualTo("max_conections is no setting of a listener like tcp.inner");
        assertThat(start(Map.of("max_connections", "none")))
                .startsWith("max_connections: must be a whole number");
        assertThat(broker.broker().startListener(INNER, "here", Map.of()))
                .contains("must be ADDRESS:PORT");
        assertThat(broker.broker().startListener("udp.inner", "127.0.0.1:0", Map.of()))
                .startsWith("udp.inner is no name of a listener");
        assertThat(broker.broker().startListener("tcp.default", "127.0.0.1:0", Map.of()))
                .isEqualTo("tcp.default is open already; stop it first");
        assertThat(broker.broker().startListener(INNER, null, Map.of()))
                .startsWith("there is no stopped listener tcp.inner");
        String taken = "127.0.0.1:" + broker.port("tcp.default");
        assertThat(broker.broker().startListener(INNER, taken, Map.of()))
                .contains("the address is in use by another program");
        assertThat(broker.broker().startListener("ssl.x", "127.0.0.1:0", Map.of()))
                .contains("listener.ssl.x.certfile: names no file");
        assertThat(broker.broker().stopListener(INNER, false)).isFalse();
        assertThat(broker.broker().allListeners()).hasSize(1);
    }
}
