// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, between the library's types and ours. */
final class Exchange {
    /** Longest body of a request. */
    static final int BODY_BYTES_MAX = 16 * 1024;

    /** Most parameters of a request. */
    static final int PARAMETERS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Routes routes;
    private final Watch watch;
    private final Door door;

    Exchange(Routes routes, Watch watch, Door door) {
        this.routes = routes;
        this.watch = watch;
        this.door = door;
    }

    void handle(ServerRequest in, ServerResponse out) {
        switch (answer(in)) {
            case Answer.Whole whole -> send(in, out, whole);
            case Answer.Stream stream -> send(in, out, stream);
        }
        closeIfAsked(in);
    }

    /** The loop runner of the HTTP side: whatever goes wrong in an endpoint ends here. */
    private Answer answer(ServerRequest in) {
        try {
            Request request = read(in);
            Guard.check(request, door.isGuarded());
            Answer instead = door.answer(request);
            return instead != null ? instead : routes.answer(request);
        } catch (HttpError error) {
            return Answer.error(error);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", in.prologue().method().text(), in.path().path(), bug);
            return Answer.error(
                    new HttpError(500, "a fault of this server; its log has the stack trace"));
        }
    }

    private static Request read(ServerRequest in) {
        return new Request(
                in.prologue().method().text(),
                in.path().path(),
                query(in.query().rawValue()),
                name -> in.headers().first(HeaderNames.create(name)).orElse(null),
                body(in),
                in.isSecure());
    }

    private static byte[] body(ServerRequest in) {
        if (!in.content().hasEntity()) {
            return new byte[0];
        }
        HttpError tooLarge =
                new HttpError(413, "a body may have at most " + BODY_BYTES_MAX + " bytes");
        if (in.headers().contentLength().orElse(0) > BODY_BYTES_MAX) {
            throw tooLarge;
        }
        try (InputStream stream = in.content().inputStream()) {
            byte[] body = stream.readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                throw tooLarge;
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names and values, as an address or a form has them. */
    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            query.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            if (query.size() > PARAMETERS_MAX) {
                throw new HttpError(
                        400, "a request may have at most " + PARAMETERS_MAX + " parameters");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "the query holds a % that begins no character");
        }
    }

    private void send(ServerRequest in, ServerResponse out, Answer.Whole answer) {
        head(out, answer.status(), answer.type());
        answer.headers().forEach(out::header);
        byte[] body = answer.body();
        String accepts = in.headers().first(HeaderNames.ACCEPT_ENCODING).orElse(null);
        if (body.length >= Gzip.BYTES_MIN) {
            out.header("Vary", "Accept-Encoding");
            if (Gzip.accepted(accepts)) {
                out.header("Content-Encoding", "gzip");
                body = Gzip.compressed(body);
            }
        }
        watch.answered(answer.status());
        if (in.prologue().method().text().equals("HEAD")) {
            out.header("Content-Length", Integer.toString(body.length));
            out.send();
        } else {
            out.send(body);
        }
    }

    private void send(ServerRequest in, ServerResponse out, Answer.Stream answer) {
        head(out, 200, answer.type());
        out.header("X-Accel-Buffering", "no");
        watch.answered(200);
        if (in.prologue().method().text().equals("HEAD")) {
            out.send();
            return;
        }
        try (OutputStream stream = out.outputStream()) {
            answer.writer()
                    .write(bytes -> {
                        stream.write(bytes);
                        stream.flush();
                    });
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the reader of a stream has gone", e);
        }
    }

    private static void head(ServerResponse out, int status, String type) {
        out.status(status);
        out.header("Content-Type", type);
        Guard.HEADERS.forEach(out::header);
    }

    /** Helidon 4.5.0 promises to close the connection and does not (its issue 12324). */
    private static void closeIfAsked(ServerRequest in) {
        String connection = in.headers().first(HeaderNames.CONNECTION).orElse("");
        if (connection.equalsIgnoreCase("close")) {
            throw new CloseConnectionException("the asker wanted it closed");
        }
    }

    /** Requests that never reach a route, because their bytes are no HTTP, look like the others. */
    static DirectHandlers directHandlers() {
        DirectHandler handler =
                (request, event, status, headers, message) -> {
                    DirectHandler.TransportResponse.Builder response =
                            DirectHandler.TransportResponse.builder()
                                    .status(status)
                                    .headers(headers)
                                    .header(HeaderNames.CONTENT_TYPE, Answer.JSON)
                                    .keepAlive(false)
                                    .entity(
                                            Json.bytes(
                                                    Map.of(
                                                            "error",
                                                            "the request is not valid HTTP")));
                    Guard.HEADERS.forEach(
                            (name, value) -> response.header(HeaderNames.create(name), value));
                    return response.build();
                };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }
}
