// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

/**
 * A request that gets an error, and the sentence that says why. The asker's fault: no stack trace.
 */
public final class HttpError extends RuntimeException {
    private final int status;

    public HttpError(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** A parameter or a field with a wrong value. */
    public static HttpError wrong(String name, String mustBe) {
        return new HttpError(400, name + " " + mustBe);
    }

    public static HttpError notFound(String sentence) {
        return new HttpError(404, sentence);
    }

    public int status() {
        return status;
    }

    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
