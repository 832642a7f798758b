// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A limit that an authenticator may set for one client, under VerneMQ's names. */
public enum Modifier {
    /** Largest packet it may send, in bytes; 0 for any. */
    MAX_MESSAGE_SIZE,
    /** Messages it may send a second; 0 for any number. */
    MAX_MESSAGE_RATE,
    /** Messages in flight towards it; 0 for as many as there are ids. */
    MAX_INFLIGHT_MESSAGES,
    /** Seconds after which its connection is ended; 0 for never. */
    MAX_CONNECTION_LIFETIME,
    /** Milliseconds after which MQTT 3 gets a message again. */
    RETRY_INTERVAL,
    /** 1: its session ends with its connection; 0: it is kept. MQTT 3 only. */
    CLEAN_SESSION,
    /** Seconds its session outlives its connection. */
    SESSION_EXPIRY_INTERVAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in an answer of a webhook. */
    public String word() {
        return word;
    }

    /** The one with this name; null when there is none. */
    public static @Nullable Modifier of(String word) {
        for (Modifier modifier : values()) {
            if (modifier.word.equals(word)) {
                return modifier;
            }
        }
        return null;
    }
}
