// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.refusals.Check;

/** The checks of a CONNECT, in their order. */
enum Step {
    SERVER("Server: takes connections"),
    VERSION("Protocol version: allowed on this listener"),
    CLIENT_ID("Client id: valid"),
    BANS("Bans: none for this address, client id or user"),
    RATE("Connection rate: below the limit"),
    LIMIT("Connections of the listener: below the limit"),
    QUOTA("Connections of the address: below the limit"),
    METHOD("Authentication method: none asked for"),
    CREDENTIALS("Credentials: accepted"),
    WILL_SUPPORTED("Will: QoS and retain are offered"),
    WILL_ALLOWED("Will: may be published");

    private static final Step[] ALL = values();

    private final String text;
    private final String topic;

    Step(String text) {
        this.text = text;
        topic = text.substring(0, text.indexOf(':'));
    }

    /** What it is about, as it stands before the colon. */
    String topic() {
        return topic;
    }

    Check passed() {
        return Check.passed(text);
    }

    Check skipped() {
        return Check.skipped(topic + ": not reached");
    }

    static Step[] all() {
        return ALL;
    }

    boolean isAboutWill() {
        return this == WILL_SUPPORTED || this == WILL_ALLOWED;
    }
}
