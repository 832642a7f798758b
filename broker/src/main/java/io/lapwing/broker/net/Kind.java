// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

/** What a listener's connections go through before MQTT begins. */
enum Kind {
    TCP("tcp", false, false),
    SSL("ssl", true, false),
    WS("ws", false, true),
    WSS("wss", true, true);

    final String word;
    final boolean isSecure;
    final boolean isWeb;

    Kind(String word, boolean isSecure, boolean isWeb) {
        this.word = word;
        this.isSecure = isSecure;
        this.isWeb = isWeb;
    }

    /** The kind of a listener with this name, such as ssl.default. */
    static Kind of(String listener) {
        for (Kind kind : values()) {
            if (listener.startsWith(kind.word + ".")) {
                return kind;
            }
        }
        throw new IllegalArgumentException(listener + " is no name of a listener");
    }
}
