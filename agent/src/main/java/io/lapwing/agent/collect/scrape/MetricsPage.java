// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Access;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Asks for one page over HTTP/1.1 and keeps the connection. Its own, because an answer must cost no
 * garbage, must be over in time as a whole, and because whatever a broken server says must come out
 * as a reason. Owned by the thread that asks.
 */
final class MetricsPage implements AutoCloseable {
    static final int HEADER_BYTES_MAX = 32 * 1024;

    private static final String ACCEPTED =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int STATUS_OK = 200;
    private static final long UNKNOWN = -1;
    private static final int PIECE = 16 * 1024;

    private final TargetWish wish;
    private final Line line;
    private final Body raw = new Body();
    private final StringBuilder header = new StringBuilder();
    private long length;
    private boolean chunked;
    private boolean gzip;
    private boolean keeps;

    MetricsPage(Clock clock, TargetWish wish) {
        this.wish = wish;
        boolean secure = wish.url().getScheme().equals("https");
        this.line = new Line(clock, wish, secure, secure ? HTTPS : HTTP);
    }

    /** Fills the body with what the target tells now. */
    void read(Body body) throws NoAnswer {
        line.begin();
        boolean again = line.isOpen();
        try {
            exchange(body);
        } catch (IOException e) {
            line.close();
            if (again && !line.heard()) {
                afresh(body); // the other side had closed what was kept
            } else {
                throw new NoAnswer(line.why(e, "the connection broke"));
            }
        } catch (NoAnswer e) {
            line.close();
            throw e;
        }
    }

    @Override
    public void close() {
        line.close();
    }

    private void afresh(Body body) throws NoAnswer {
        try {
            exchange(body);
        } catch (IOException e) {
            line.close();
            throw new NoAnswer(line.why(e, "the connection broke"));
        } catch (NoAnswer e) {
            line.close();
            throw e;
        }
    }

    private void exchange(Body body) throws IOException, NoAnswer {
        if (!line.isOpen()) {
            line.open();
        }
        line.write(request());
        int status = head();
        Body into = gzip ? raw : body;
        into.clear();
        if (status != STATUS_OK) {
            throw new NoAnswer(refusal(status));
        }
        if (chunked) {
            chunks(into);
        } else if (length >= 0) {
            known(into, length);
        } else {
            toTheEnd(into);
        }
        if (gzip) {
            inflate(body);
        }
        if (!keeps) {
            line.close();
        }
    }

    private byte[] request() throws NoAnswer {
        String path = wish.url().getRawPath() == null ? "" : wish.url().getRawPath();
        String query = wish.url().getRawQuery() == null ? "" : "?" + wish.url().getRawQuery();
        String port = wish.url().getPort() < 0 ? "" : ":" + wish.url().getPort();
        String request =
                "GET "
                        + (path.isEmpty() ? "/" : path)
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + wish.url().getHost()
                        + port
                        + "\r\nUser-Agent: lapwing\r\nAccept: "
                        + ACCEPTED
                        + "\r\n"
                        + login()
                        + "\r\n";
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private String login() throws NoAnswer {
        Access access = wish.access();
        if (Access.isNamed(access.tokenFile())) {
            return "Authorization: Bearer " + Line.secret(access.tokenFile()) + "\r\n";
        }
        if (access.user().isEmpty()) {
            return "";
        }
        String password =
                Access.isNamed(access.passwordFile()) ? Line.secret(access.passwordFile()) : "";
        byte[] both = (access.user() + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    private static String refusal(int status) {
        String said = "HTTP status " + status;
        return switch (status) {
            case 401, 403 -> said + ": it wants another user, password or token";
            case 404 -> said + ": there is no such page; is the path right?";
            case 301, 302, 307, 308 -> said + ": the page has moved; name the new address";
            default -> said;
        };
    }

    /** Reads the status line and the fields that matter, and answers the status. */
    private int head() throws IOException, NoAnswer {
        length = UNKNOWN;
        chunked = false;
        gzip = false;
        int bytes = headLine(0);
        String status = header.toString();
        if (!status.startsWith("HTTP/1.") || status.length() < 12) {
            throw new NoAnswer("what answers does not speak HTTP");
        }
        keeps = status.startsWith("HTTP/1.1");
        int code;
        try {
            code = Integer.parseInt(status.substring(9, 12));
        } catch (NumberFormatException e) {
            throw new NoAnswer("what answers does not speak HTTP");
        }
        for (bytes = headLine(bytes); !header.isEmpty(); bytes = headLine(bytes)) {
            field(header.toString());
        }
        return code;
    }

    private void field(String field) throws NoAnswer {
        int colon = field.indexOf(':');
        String name = field.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
        String value = field.substring(colon + 1).strip();
        switch (name) {
            case "content-length" -> length = length(value);
            case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
            case "content-encoding" -> gzip = value.equalsIgnoreCase("gzip");
            case "connection" -> keeps = keeps && !value.equalsIgnoreCase("close");
            default -> {}
        }
    }

    private static long length(String value) throws NoAnswer {
        if (!value.matches("[0-9]{1,15}")) {
            throw new NoAnswer("the answer tells a length that is no number: " + value);
        }
        return Long.parseLong(value);
    }

    /** Reads a line of the head into {@link #header}; answers how many bytes the head has now. */
    private int headLine(int before) throws IOException, NoAnswer {
        header.setLength(0);
        int count = before;
        for (int each = line.next(); each != '\n'; each = line.next()) {
            if (each < 0) {
                throw new IOException("closed before an answer");
            }
            if (++count > HEADER_BYTES_MAX) {
                throw new NoAnswer("the head of the answer does not end");
            }
            if (each != '\r') {
                header.append((char) each);
            }
        }
        return count;
    }

    private void known(Body into, long count) throws IOException, NoAnswer {
        for (long left = count; left > 0; ) {
            int piece = (int) Math.min(left, PIECE);
            into.room(piece);
            int got = line.some(into.bytes(), into.length(), piece);
            if (got < 0) {
                throw new NoAnswer(
                        "the answer ended after "
                                + (count - left)
                                + " of the "
                                + count
                                + " bytes it told of");
            }
            into.added(got);
            left -= got;
        }
    }

    private void toTheEnd(Body into) throws IOException, NoAnswer {
        keeps = false;
        while (true) {
            into.room(PIECE);
            int got = line.some(into.bytes(), into.length(), PIECE);
            if (got < 0) {
                return;
            }
            into.added(got);
        }
    }

    private void chunks(Body into) throws IOException, NoAnswer {
        while (true) {
            headLine(0);
            String size = header.toString().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new NoAnswer("the answer is cut into pieces that cannot be read");
            }
            long count = Long.parseLong(size, 16);
            if (count == 0) {
                headLine(0);
                return;
            }
            known(into, count);
            headLine(0);
        }
    }

    private void inflate(Body body) throws NoAnswer {
        body.clear();
        int start = GzipHead.length(raw.bytes(), raw.length());
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(raw.bytes(), start, raw.length() - start);
            while (!inflater.finished()) {
                body.room(PIECE);
                int got = inflater.inflate(body.bytes(), body.length(), PIECE);
                if (got == 0 && !inflater.finished()) {
                    throw new NoAnswer("the packed answer ends too early");
                }
                body.added(got);
            }
        } catch (DataFormatException e) {
            throw new NoAnswer("the packed answer cannot be unpacked");
        }
    }
}
