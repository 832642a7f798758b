// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Will;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A CONNECT in the making. */
final class ConnectText {
    private final MqttVersion version;
    private final String clientId;
    private boolean bridge;
    private boolean clean = true;
    private @Nullable Will will;
    private @Nullable String user;
    private byte @Nullable [] password;
    private Properties properties = Properties.EMPTY;

    static ConnectText connect(MqttVersion version, String clientId) {
        return new ConnectText(version, clientId);
    }

    private ConnectText(MqttVersion version, String clientId) {
        this.version = version;
        this.clientId = clientId;
    }

    ConnectText bridge() {
        bridge = true;
        return this;
    }

    ConnectText keepSession() {
        clean = false;
        return this;
    }

    ConnectText user(String name, @Nullable String secret) {
        user = name;
        password = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    ConnectText will(String topic, int qos, boolean retain) {
        will = new Will(topic, new byte[0], qos, retain, Properties.EMPTY);
        return this;
    }

    ConnectText properties(Properties asked) {
        properties = asked;
        return this;
    }

    Connect build() {
        return new Connect(version, bridge, clientId, clean, 60, will, user, password, properties);
    }
}
