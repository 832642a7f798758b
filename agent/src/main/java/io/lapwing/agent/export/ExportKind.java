// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The languages in which numbers are sent on, and over what each may be sent. */
enum ExportKind {
    /** Prometheus' remote write, version 1.0. */
    REMOTE_WRITE("http", "https"),
    /** OpenTelemetry's metrics as protobuf over HTTP. */
    OTLP("http", "https"),
    /** Graphite's lines. */
    GRAPHITE("tcp", "tls"),
    /** Charts as Netdata exports them: a line each, or a list over HTTP. */
    JSON("http", "https", "tcp", "tls");

    private final List<String> schemes;

    ExportKind(String... schemes) {
        this.schemes = List.of(schemes);
    }

    static ExportKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static List<String> words() {
        return Stream.of(values()).map(ExportKind::word).toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> schemes() {
        return schemes;
    }
}
