// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One way to be refused, as it stands in testdata/refusals.txt, and what it must lead to. */
record RefusalCase(Map<String, String> lines) {
    private static final List<String> RETURN_CODES =
            List.of(
                    "success",
                    "unsupported_protocol_version",
                    "client_identifier_not_valid",
                    "server_unavailable",
                    "bad_username_or_password",
                    "not_authorized");
    private static final Map<Integer, String> REASON_CODES =
            Map.ofEntries(
                    Map.entry(0x80, "unspecified_error"),
                    Map.entry(0x81, "malformed_packet"),
                    Map.entry(0x82, "protocol_error"),
                    Map.entry(0x84, "unsupported_protocol_version"),
                    Map.entry(0x85, "client_identifier_not_valid"),
                    Map.entry(0x86, "bad_username_or_password"),
                    Map.entry(0x87, "not_authorized"),
                    Map.entry(0x88, "server_unavailable"),
                    Map.entry(0x89, "server_busy"),
                    Map.entry(0x8A, "banned"),
                    Map.entry(0x8C, "bad_authentication_method"),
                    Map.entry(0x95, "packet_too_large"),
                    Map.entry(0x97, "quota_exceeded"),
                    Map.entry(0x9A, "retain_not_supported"),
                    Map.entry(0x9B, "qos_not_supported"),
                    Map.entry(0x9F, "connection_rate_exceeded"));

    static List<RefusalCase> all() {
        List<RefusalCase> cases = new ArrayList<>();
        for (String block : text().split("\n\n")) {
            Map<String, String> lines = new HashMap<>();
            for (String line : block.strip().split("\n")) {
                if (!line.startsWith("#")) {
                    int colon = line.indexOf(':');
                    lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
            if (!lines.isEmpty()) {
                cases.add(new RefusalCase(lines));
            }
        }
        return cases;
    }

    @Override
    public String toString() {
        return cause() + ": " + lines.get("case");
    }

    String cause() {
        return lines.get("cause");
    }

    String listener() {
        return lines.getOrDefault("listener", "default");
    }

    String from() {
        return lines.getOrDefault("from", "127.0.0.1");
    }

    /** How many clients are connected before. */
    int given() {
        return Integer.parseInt(lines.getOrDefault("given", "0").split(" ")[0]);
    }

    byte[] sent() {
        return HandWritten.bytes(lines.get("send"));
    }

    /** Whether the client leaves once it has sent all. */
    boolean leaves() {
        return "leave".equals(lines.get("then"));
    }

    /** Whether the client breaks off once it has sent all, and reads no answer. */
    boolean breaksOff() {
        return "break off".equals(lines.get("then"));
    }

    /** How long the client is left alone at least. */
    Duration patience() {
        return Duration.ofMillis(
                Long.parseLong(lines.getOrDefault("not-before", "0 ms").replace(" ms", "")));
    }

    /** What the client reads up to the end, as hex; nothing when it is just closed. */
    String answer() {
        String answer = lines.get("answer");
        return answer.equals("closed")
                ? ""
                : RawClient.hex(answer.replace("BECAUSE", lines.get("because")));
    }

    /** Null when the broker cannot know it. */
    String client() {
        String client = lines.get("client");
        return client == null ? null : client.replace("\"\"", "").replace("\\n", "\n");
    }

    String user() {
        return lines.get("user");
    }

    String version() {
        return lines.get("version");
    }

    /** The code as people see it. */
    String code() {
        int code = codeOnTheWire();
        return code < 0 ? "closed" : code < 0x80 ? "" + code : "0x%02X".formatted(code);
    }

    /** The code's word; null without an answer. */
    String reason() {
        int code = codeOnTheWire();
        return code < 0 ? null : code < 0x80 ? RETURN_CODES.get(code) : REASON_CODES.get(code);
    }

    /** The counter that goes up by one for the cause. */
    String refusalSeries() {
        String version = version() == null ? "none" : version().equals("5.0") ? "5" : version();
        return "vernemq_refusals{cause=\"%s\",listener=\"tcp.%s\",mqtt_version=\"%s\"}"
                .formatted(cause(), listener(), version);
    }

    /** The counter that goes up by one for the answer; null without an answer. */
    String connackSeries() {
        int code = codeOnTheWire();
        if (code < 0) {
            return null;
        }
        String labels =
                code < 0x80
                        ? "mqtt_version=\"4\",return_code=\"%s\""
                        : "mqtt_version=\"5\",reason_code=\"%s\"";
        return "vernemq_mqtt_connack_sent{" + labels.formatted(reason()) + "}";
    }

    /** The line of the log, behind time, level and logger. */
    String logLine(int port) {
        String peer = from() + ":" + port;
        String version = version() == null ? "-" : version().equals("5.0") ? "5" : version();
        String fields =
                " cause=%s client=%s user=%s address=%s listener=tcp.%s version=%s code=%s"
                        + " because=\"%s\"";
        return ("%s" + fields)
                .formatted(
                        lines.get("log").replace("PEER", peer),
                        cause(),
                        lines.getOrDefault("client-in-log", lines.getOrDefault("client", "-")),
                        lines.getOrDefault("user", "-"),
                        peer,
                        listener(),
                        version,
                        code(),
                        lines.get("because"));
    }

    private int codeOnTheWire() {
        return answer().isEmpty() ? -1 : Integer.parseInt(answer().substring(6, 8), 16);
    }

    private static String text() {
        try (InputStream in = RefusalCase.class.getResourceAsStream("/testdata/refusals.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
