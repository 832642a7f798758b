// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.web.http.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The form that asks for user name and password. It needs no script. */
final class LoginPage {
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";
    private static final String HTML =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Lapwing: log in</title>
            <link rel="stylesheet" href="/app.css">
            </head>
            <body>
            <main>
            <h1>Lapwing</h1>
            <p role="alert">%s</p>
            <form method="post" action="/login">
            <input type="hidden" name="to" value="%s">
            <p><label>User name <input name="user" autocomplete="username" required
              autofocus></label></p>
            <p><label>Password <input name="password" type="password"
              autocomplete="current-password" required></label></p>
            <p><button>Log in</button></p>
            </form>
            </main>
            </body>
            </html>
            """;

    private LoginPage() {}

    static Answer answer(int status, String to, String sentence) {
        String html = HTML.formatted(escaped(sentence), escaped(inside(to)));
        return new Answer.Whole(
                status,
                Answer.HTML,
                html.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Security-Policy", POLICY));
    }

    /** A path of ours: nobody is sent elsewhere after the login. */
    static String inside(String to) {
        return to.matches("/[A-Za-z0-9_./-]*") && !to.startsWith("//") ? to : "/";
    }

    static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
