// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Json;
import io.lapwing.web.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dashboard's files, as they were bundled; the first page carries its first data inside. */
final class Page {
    private static final String FOLDER = "/io/lapwing/web/page/";
    private static final String MARKER = "<!--snapshot-->";
    private static final String HTML = "text/html; charset=utf-8";
    private static final int TAG_CHARACTERS = 32;

    private final Snapshots snapshots;
    private @Nullable String index;

    Page(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** Every page of the dashboard is the same file; which one is shown is in the address. */
    Answer html(Request request) {
        String html = index;
        if (html == null) {
            html = new String(read("index.html"), StandardCharsets.UTF_8);
            index = html;
        }
        String data = Json.insideHtml(Json.bytes(snapshots.now()));
        String filled =
                html.replace(
                        MARKER,
                        "<script type=\"application/json\" id=\"snapshot\">" + data + "</script>");
        return Answer.bytes(HTML, filled.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of the bundle; a browser that has it already is told so. */
    static Answer file(Request request, String name, String type) {
        byte[] body = read(name);
        String tag = tag(body);
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-cache");
        return tag.equals(request.header("if-none-match"))
                ? new Answer.Whole(304, type, new byte[0], headers)
                : new Answer.Whole(200, type, body, headers);
    }

    private static byte[] read(String name) {
        try (var in = Page.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw HttpError.notFound("this program was built without its page");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(hash).substring(0, TAG_CHARACTERS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
