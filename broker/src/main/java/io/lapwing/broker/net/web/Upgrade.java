// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes of an HTTP request (RFC 6455 §4.2): a WebSocket, or an answer that says no. */
public sealed interface Upgrade {
    /** Names of MQTT inside a WebSocket; the second is what clients of 3.1 say. */
    List<String> SUBPROTOCOLS = List.of("mqtt", "mqttv3.1");

    String VERSION = "13";

    /** The client goes on in WebSocket's frames. */
    record Accepted(String answer) implements Upgrade {}

    /** The client is answered with this status, and closed. */
    record Denied(Cause cause, int status, String because) implements Upgrade {
        String answer() {
            String body = because + "\n";
            String upgrade =
                    status == 426
                            ? "Upgrade: websocket\r\nSec-WebSocket-Version: " + VERSION + "\r\n"
                            : "";
            return "HTTP/1.1 "
                    + status
                    + " "
                    + phrase()
                    + "\r\nConnection: close\r\n"
                    + upgrade
                    + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n\r\n"
                    + body;
        }

        private String phrase() {
            return switch (status) {
                case 403 -> "Forbidden";
                case 404 -> "Not Found";
                case 405 -> "Method Not Allowed";
                case 426 -> "Upgrade Required";
                case 431 -> "Request Header Fields Too Large";
                default -> "Bad Request";
            };
        }
    }

    static Upgrade of(@Nullable HttpRequest request, WebSettings settings) {
        if (request == null) {
            return no(400, "the first bytes are no HTTP request");
        }
        if (!request.method().equals("GET")) {
            return no(405, "the HTTP method is not GET");
        }
        if (!request.path().equals(settings.path())) {
            return new Denied(
                    Cause.WEBSOCKET_PATH,
                    404,
                    "the path "
                            + SafeText.quoted(SafeText.cut(request.path(), 200))
                            + " is not served here, "
                            + settings.path()
                            + " is");
        }
        if (!request.lists("upgrade", "websocket") || !request.lists("connection", "upgrade")) {
            return no(426, "the request does not ask for a WebSocket (Upgrade, Connection)");
        }
        if (!VERSION.equals(request.header("sec-websocket-version"))) {
            return no(426, "the request asks for another version of WebSocket than " + VERSION);
        }
        String key = request.header("sec-websocket-key");
        if (key == null || !isKey(key)) {
            return no(400, "the request has no Sec-WebSocket-Key of 16 bytes");
        }
        String origin = request.header("origin");
        if (origin != null && !settings.allows(origin)) {
            return no(
                    403,
                    "pages of "
                            + SafeText.quoted(SafeText.cut(origin, 200))
                            + " may not connect (allowed_origins)");
        }
        for (String name : SUBPROTOCOLS) {
            if (request.lists("sec-websocket-protocol", name)) {
                return new Accepted(accept(key, name));
            }
        }
        return new Denied(
                Cause.WEBSOCKET_SUBPROTOCOL,
                400,
                "the request does not offer the subprotocol mqtt (Sec-WebSocket-Protocol)");
    }

    /** A request that does not end. */
    static Denied tooLong(int bytes) {
        return no(431, "the request is longer than " + bytes + " bytes");
    }

    /** An answer that says no to a request which is not as it should be. */
    static Denied no(int status, String because) {
        return new Denied(Cause.WEBSOCKET_UPGRADE, status, because);
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key, String subprotocol) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest)
                    + "\r\nSec-WebSocket-Protocol: "
                    + subprotocol
                    + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }
}
