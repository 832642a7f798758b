// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request gets: a whole body, or a stream that lasts. */
public sealed interface Answer {
    String JSON = "application/json; charset=utf-8";
    String TEXT = "text/plain; charset=utf-8";
    String HTML = "text/html; charset=utf-8";
    String SCRIPT = "application/x-javascript; charset=utf-8";

    /** A body that is complete. It is compressed when it is long and the asker takes it so. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Whole(int status, String type, byte[] body, Map<String, String> headers)
            implements Answer {}

    /** Events without an end. The writer runs on the request's own thread, until it returns. */
    record Stream(String type, Writer writer) implements Answer {}

    /** Writes a stream. */
    @FunctionalInterface
    interface Writer {
        /** Returns to end the stream. */
        void write(Sink sink) throws IOException;
    }

    /** Where a stream goes. Waits while the reader is slow. */
    @FunctionalInterface
    interface Sink {
        void send(byte[] bytes) throws IOException;
    }

    static Answer json(Object value) {
        return json(200, value);
    }

    static Answer json(int status, Object value) {
        return new Whole(status, JSON, Json.bytes(value), Map.of());
    }

    static Answer bytes(String type, byte[] body) {
        return new Whole(200, type, body, Map.of());
    }

    static Answer text(String text) {
        return bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error as every error here: {"error": "a sentence"}. */
    static Answer error(HttpError error) {
        return json(error.status(), Map.of("error", error.sentence()));
    }
}
