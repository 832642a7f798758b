// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.base.Config;
import io.lapwing.web.http.CannotListen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenersTest {
    @Test
    void oneListenerOnLoopbackIsThereUnlessOthersAreNamed() {
        assertThat(WebOptions.listeners(Config.of(Map.of())))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.name()).isEqualTo("default");
                    assertThat(each.address())
                            .isEqualTo(
                                    new InetSocketAddress(
                                            InetAddress.ofLiteral("127.0.0.1"), 8888));
                });
        assertThat(WebOptions.listeners(Config.of(Map.of("listener.http.default", "off"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8888", "10.0.0.1:8888", "[::]:8888", "[2001:db8::1]:80"})
    void anAddressThatOthersCanReachNeedsALogin(String address) {
        Config open = Config.of(Map.of("listener.http.default", address));
        assertThatThrownBy(() -> WebOptions.checkListeners(open))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "listener.http.default: others can reach this address, so whoever asks has"
                                + " to log in: set http_users_file or http_apikeys_file");

        WebOptions.checkListeners(
                Config.of(Map.of("listener.http.default", address, "http_users_file", "users")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8888",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:70000",
                "example.org:80",
                "::1:80",
                "300.0.0.1:80",
                "",
            })
    void whatIsNoAddressIsAnErrorThatSaysWhatIs(String address) {
        assertThatThrownBy(() -> WebOptions.LISTENER.parser().apply(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be ADDRESS:PORT as in 127.0.0.1:8888, or off");
    }

    @Test
    void severalListenersAnswerAlike() {
        try (TestNode node =
                TestNode.start(
                        Map.of(
                                "listener.http.default", "127.0.0.1:0",
                                "listener.http.second", "127.0.0.2:0"))) {
            List<HttpSide.Bound> bound = node.http.bound();

            assertThat(bound)
                    .extracting(HttpSide.Bound::name)
                    .containsExactlyInAnyOrder("http.default", "http.second");
            assertThat(bound).allSatisfy(each -> assertThat(each.address().getPort()).isPositive());
            assertThat(node.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortInUseIsToldInOneLineThatNamesAddressAndOption() {
        try (TestNode first = TestNode.start()) {
            String taken = "127.0.0.1:" + first.port();

            assertThatThrownBy(() -> TestNode.start(Map.of("listener.http.default", taken)))
                    .isInstanceOf(CannotListen.class)
                    .hasMessage(
                            "listener.http.default: cannot listen on "
                                    + taken
                                    + ": the address is in use by another program");
            assertThat(first.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPrefixOfMetricsIsCheckedAndUsed() {
        assertThatThrownBy(() -> WebOptions.PROMETHEUS_NAMESPACE.parser().apply("9 lives"))
                .hasMessageStartingWith("must be letters");
        try (TestNode node = TestNode.start(Map.of("prometheus_namespace", ""))) {
            assertThat(node.get("/metrics").body()).contains("\nsocket_open{node=\"node-1\"} 3\n");
        }
    }
}
