// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint answers which path and method. A part in braces matches any one part of a path.
 */
public final class Routes {
    private record Route(String method, List<String> parts, Endpoint endpoint) {}

    private final List<Route> routes = new ArrayList<>();

    public Routes get(String path, Endpoint endpoint) {
        return route("GET", path, endpoint);
    }

    /** A route of a method that changes something; see {@link Guard}. */
    public Routes route(String method, String path, Endpoint endpoint) {
        routes.add(new Route(method, partsOf(path), endpoint));
        return this;
    }

    /**
     * The answer of the endpoint in charge. HEAD is answered as GET; the server leaves the body
     * out.
     */
    Answer answer(Request request) {
        List<String> parts = partsOf(request.path());
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> others = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> variables = match(route.parts, parts);
            if (variables != null && route.method.equals(method)) {
                return route.endpoint.answer(request.with(variables));
            } else if (variables != null) {
                others.add(route.method);
            }
        }
        if (others.isEmpty()) {
            throw HttpError.notFound("there is nothing at " + Request.shown(request.path()));
        }
        return notAllowed(request, String.join(", ", others));
    }

    private static Answer notAllowed(Request request, String allowed) {
        String sentence = request.path() + " takes " + allowed + ", not " + request.method();
        byte[] body = Json.bytes(Map.of("error", sentence));
        return new Answer.Whole(405, Answer.JSON, body, Map.of("Allow", allowed));
    }

    private static @Nullable Map<String, String> match(List<String> route, List<String> path) {
        if (route.size() != path.size()) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < route.size(); i++) {
            String part = route.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return null;
            }
        }
        return variables;
    }

    private static List<String> partsOf(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
