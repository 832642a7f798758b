// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request. Each reader of a parameter checks it, and an error names it and what is valid. */
public final class Request {
    /** Longest value of a parameter, in characters. */
    public static final int TEXT_MAX = 2_000;

    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;
    private final boolean secure;
    private final Map<String, String> variables;

    /**
     * A request.
     *
     * @param query decoded; the last of several values
     * @param headers the first value of a header by its name in lower case, or null
     * @param secure whether it came over TLS
     */
    Request(
            String method,
            String path,
            Map<String, String> query,
            Function<String, @Nullable String> headers,
            byte[] body,
            boolean secure) {
        this(method, path, query, headers, body, secure, Map.of());
    }

    private Request(
            String method,
            String path,
            Map<String, String> query,
            Function<String, @Nullable String> headers,
            byte[] body,
            boolean secure,
            Map<String, String> variables) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.secure = secure;
        this.variables = variables;
    }

    /** The same request with the parts of the path that a route gave names to. */
    Request with(Map<String, String> named) {
        return new Request(method, path, query, headers, body, secure, named);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** The parts of the path that the route names. */
    public Map<String, String> variables() {
        return variables;
    }

    /** The part of the path that the route names so. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no part of the path is called " + name);
        }
        return value;
    }

    /** Whether the parameter is there, with or without a value. */
    public boolean has(String name) {
        return query.containsKey(name);
    }

    /** Refuses parameters that this endpoint does not know: most are typing errors. */
    public void knowsOnly(String... names) {
        List<String> known = List.of(names);
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw new HttpError(
                        400,
                        "there is no parameter %s here; there %s"
                                .formatted(
                                        shown(name),
                                        known.isEmpty()
                                                ? "is none"
                                                : "are " + String.join(", ", known)));
            }
        }
    }

    /** The value, null when the parameter is missing or empty. */
    public @Nullable String text(String name) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > TEXT_MAX) {
            throw HttpError.wrong(name, "may have at most " + TEXT_MAX + " characters");
        }
        return value;
    }

    public String text(String name, String missing) {
        String value = text(name);
        return value == null ? missing : value;
    }

    public long number(String name, long missing, long min, long max) {
        String value = text(name);
        if (value == null) {
            return missing;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers out of range
        }
        throw HttpError.wrong(
                name,
                "must be a whole number from " + min + " to " + max + ", not " + shown(value));
    }

    /** One of these words. */
    public String choice(String name, String missing, Collection<String> choices) {
        String value = text(name, missing);
        if (!choices.contains(value)) {
            throw HttpError.wrong(
                    name, "must be one of " + String.join(", ", choices) + ", not " + shown(value));
        }
        return value;
    }

    /** Whether it came over TLS. */
    public boolean isSecure() {
        return secure;
    }

    /** The body of a form that a browser sent. */
    public Map<String, String> form() {
        String type = header("content-type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            throw new HttpError(415, "the body must be application/x-www-form-urlencoded");
        }
        return Exchange.query(new String(body, StandardCharsets.UTF_8));
    }

    /** The body, which must be a JSON object. */
    public Fields fields() {
        String type = header("content-type");
        if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new HttpError(415, "the body must be application/json");
        }
        return Fields.of(body);
    }

    /** Text of the asker's in an answer: short, and in quotes. */
    static String shown(String text) {
        return "“" + (text.length() > 64 ? text.substring(0, 64) + "…" : text) + "”";
    }
}
