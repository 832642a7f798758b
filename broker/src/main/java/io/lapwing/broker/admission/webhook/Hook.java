// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.protocol.MqttVersion;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The hooks of VerneMQ that this broker calls, under their names. */
enum Hook {
    AUTH_ON_REGISTER,
    AUTH_ON_REGISTER_M5,
    AUTH_ON_PUBLISH,
    AUTH_ON_PUBLISH_M5,
    AUTH_ON_SUBSCRIBE,
    AUTH_ON_SUBSCRIBE_M5,
    ON_REGISTER,
    ON_REGISTER_M5,
    ON_PUBLISH,
    ON_PUBLISH_M5,
    ON_SUBSCRIBE,
    ON_SUBSCRIBE_M5,
    ON_UNSUBSCRIBE,
    ON_UNSUBSCRIBE_M5,
    ON_CLIENT_WAKEUP,
    ON_CLIENT_OFFLINE,
    ON_CLIENT_GONE,
    ON_SESSION_EXPIRED;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }

    /** Whether its answer decides something. */
    boolean decides() {
        return word.startsWith("auth_");
    }

    static Hook of(String word) {
        for (Hook hook : values()) {
            if (hook.word.equals(word)) {
                return hook;
            }
        }
        throw new IllegalArgumentException("must be one of " + words());
    }

    static String words() {
        return Arrays.stream(values()).map(Hook::word).collect(Collectors.joining(", "));
    }

    static Hook authOnRegister(MqttVersion version) {
        return version.isV5() ? AUTH_ON_REGISTER_M5 : AUTH_ON_REGISTER;
    }

    static Hook authOnPublish(MqttVersion version) {
        return version.isV5() ? AUTH_ON_PUBLISH_M5 : AUTH_ON_PUBLISH;
    }

    static Hook authOnSubscribe(MqttVersion version) {
        return version.isV5() ? AUTH_ON_SUBSCRIBE_M5 : AUTH_ON_SUBSCRIBE;
    }

    static Hook onRegister(MqttVersion version) {
        return version.isV5() ? ON_REGISTER_M5 : ON_REGISTER;
    }

    static Hook onPublish(MqttVersion version) {
        return version.isV5() ? ON_PUBLISH_M5 : ON_PUBLISH;
    }

    static Hook onSubscribe(MqttVersion version) {
        return version.isV5() ? ON_SUBSCRIBE_M5 : ON_SUBSCRIBE;
    }

    static Hook onUnsubscribe(MqttVersion version) {
        return version.isV5() ? ON_UNSUBSCRIBE_M5 : ON_UNSUBSCRIBE;
    }
}
