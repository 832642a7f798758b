// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keeps other web sites out. While nobody has to log in the port is bound to loopback, so a
 * page of another site could only reach it through the operator's own browser. A name that is not
 * the machine's own in the Host header means that a foreign name was pointed at us (DNS rebinding);
 * a header that no form can send is asked of whatever changes something.
 */
final class Guard {
    /** Sent with every answer. */
    static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    static final String MUTATION_HEADER = "X-Lapwing";

    private Guard() {}

    /**
     * @param guarded whether whoever asks has to log in: then another name shows nothing to anybody
     */
    static void check(Request request, boolean guarded) {
        if (!guarded && !ownName(request.header("host"))) {
            throw new HttpError(
                    421,
                    "this address answers only to localhost, 127.0.0.1 and [::1] in the Host"
                            + " header");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (guarded && !reads && request.path().equals("/login")) {
            checkForm(request);
        } else if (!reads
                && !"1".equals(request.header(MUTATION_HEADER.toLowerCase(Locale.ROOT)))) {
            throw new HttpError(
                    403, request.method() + " needs the header " + MUTATION_HEADER + ": 1");
        }
    }

    /** A form cannot send our header: the browser says itself where it came from. */
    private static void checkForm(Request request) {
        String site = request.header("sec-fetch-site");
        String origin = request.header("origin");
        String host = String.valueOf(request.header("host"));
        // Our referrer policy makes browsers hide the origin of our own form as well.
        boolean hidden = "null".equals(origin) && "same-origin".equals(site);
        boolean ours =
                origin == null || hidden || origin.replaceFirst("^https?://", "").equals(host);
        if (!ours || (site != null && !site.equals("same-origin") && !site.equals("none"))) {
            throw new HttpError(403, "this form came from another site");
        }
    }

    static boolean ownName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }
}
